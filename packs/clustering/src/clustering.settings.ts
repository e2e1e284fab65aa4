import { Setting, whole, type TrellisConfig } from '@trellis/config';
import { IsInt, Max, Min } from 'class-validator';

export class ClusteringSettings {
  @Setting({ fallback: 4, read: whole, doc: 'Links whose files one worker stores at once' })
  @IsInt({ message: 'must be a whole number from 1 to 64' })
  @Min(1)
  @Max(64)
  LINK_CONCURRENCY!: number;
}

/** Links in progress: while the files of a third are stored, the database begins and finishes the others in groups. */
export const linksAtOnce = (config: TrellisConfig): number => 3 * config.of(ClusteringSettings).LINK_CONCURRENCY;
