import { ApiProperty, OmitType, PartialType } from '@nestjs/swagger';
import {
  EditedFields,
  NameParts,
  OptionalFlag,
  OptionalId,
  OptionalOneOf,
  OptionalText,
  IsName,
  PageQuery,
} from '@trellis/http';
import type { ClusterStatus } from './cluster.entity.ts';

const statuses = ['draft', 'active', 'archived'] as const;

export class CreateClusterDto {
  static readonly example = { name: 'Morning Coffee Moments', pillarId: '01890a5d-ac96-774b-bcce-b302099a8058' };

  @IsName('Morning Coffee Moments')
  name!: string;

  @OptionalOneOf(statuses, { default: 'active' })
  status?: ClusterStatus;

  @OptionalText(100_000, { nullable: true })
  aiPrompt?: string | null;

  @OptionalId({ nullable: true, description: 'assigned with the creation, as primary' })
  pillarId?: string | null;
}

export class UpdateClusterDto extends PartialType(OmitType(CreateClusterDto, ['pillarId']), {
  skipNullProperties: false,
}) {
  static readonly example = { status: 'archived' };
}

export class AssignPillarDto {
  static readonly example = { isPrimary: true, notes: 'the reason this cluster exists' };

  @OptionalFlag()
  isPrimary?: boolean;

  @OptionalText(10_000, { nullable: true })
  notes?: string | null;
}

export class ClustersQuery extends PageQuery {
  @OptionalOneOf(statuses)
  status?: ClusterStatus;

  @OptionalId()
  pillarId?: string;

  @NameParts()
  q?: string;
}

class PillarOfClusterResponse {
  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String }) name!: string;
  @ApiProperty({ type: Boolean }) isPrimary!: boolean;
  @ApiProperty({ type: String, nullable: true }) notes!: string | null;
}

export class ClusterResponse extends EditedFields {
  static readonly example = {
    id: '01890a5d-ac96-774b-bcce-b302099a805b',
    personaId: '01890a5d-ac96-774b-bcce-b302099a8057',
    name: 'Morning Coffee Moments',
    status: 'active',
    aiPrompt: null,
    photosCount: 2,
    runsCount: 3,
    coverPhotoId: '01890a5d-ac96-774b-bcce-b302099a805e',
    createdAt: '2026-11-23T09:00:00.000Z',
    ...EditedFields.editedExample,
    pillars: [
      { id: '01890a5d-ac96-774b-bcce-b302099a8058', name: 'Lifestyle & Daily Living', isPrimary: true, notes: null },
    ],
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'uuid' }) personaId!: string;
  @ApiProperty({ type: String }) name!: string;
  @ApiProperty({ enum: statuses }) status!: ClusterStatus;
  @ApiProperty({ type: String, nullable: true }) aiPrompt!: string | null;
  @ApiProperty({ type: Number }) photosCount!: number;
  @ApiProperty({ type: Number }) runsCount!: number;
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'the newest ready photo, or the newest' })
  coverPhotoId!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: [PillarOfClusterResponse] }) pillars!: PillarOfClusterResponse[];
}
