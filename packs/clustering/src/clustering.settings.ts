import { Setting, whole } from '@trellis/config';
import { IsInt, Max, Min } from 'class-validator';

export class ClusteringSettings {
  @Setting({ fallback: 4, read: whole, doc: 'Links that one worker handles at once' })
  @IsInt({ message: 'must be a whole number from 1 to 64' })
  @Min(1)
  @Max(64)
  LINK_CONCURRENCY!: number;
}
