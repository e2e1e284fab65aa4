import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsOptional, IsUUID, ValidateIf } from 'class-validator';
import { IsName, IsText, PageQuery } from '@trellis/http';
import type { ClusterStatus } from './cluster.entity.ts';
import type { ClusterView } from './cluster-view.ts';

const statuses = ['draft', 'active', 'archived'] as const;
const statusMessage = { message: `must be one of ${statuses.join(', ')}` };
const unlessAbsent = (_: unknown, value: unknown) => value !== undefined;

export class CreateClusterDto {
  static readonly example = { name: 'Morning Coffee Moments', pillarId: '01890a5d-ac96-774b-bcce-b302099a8058' };

  @IsName('Morning Coffee Moments')
  name!: string;

  @ApiPropertyOptional({ enum: statuses, default: 'active' })
  @ValidateIf(unlessAbsent)
  @IsIn(statuses, statusMessage)
  status?: ClusterStatus;

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsText(100_000)
  aiPrompt?: string | null;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true, description: 'assigned at once, as primary' })
  @IsOptional()
  @IsUUID(undefined, { message: 'must be a UUID' })
  pillarId?: string | null;
}

export class UpdateClusterDto extends PartialType(OmitType(CreateClusterDto, ['pillarId']), {
  skipNullProperties: false,
}) {
  static readonly example = { status: 'archived' };
}

export class AssignPillarDto {
  static readonly example = { isPrimary: true, notes: 'the reason this cluster exists' };

  @ApiPropertyOptional({ type: Boolean })
  @ValidateIf(unlessAbsent)
  @IsBoolean({ message: 'must be true or false' })
  isPrimary?: boolean;

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsText(10_000)
  notes?: string | null;
}

export class ClustersQuery extends PageQuery {
  @ApiPropertyOptional({ enum: statuses })
  @IsOptional()
  @IsIn(statuses, statusMessage)
  status?: ClusterStatus;

  @ApiPropertyOptional({ type: String, format: 'uuid' })
  @IsOptional()
  @IsUUID(undefined, { message: 'must be a UUID' })
  pillarId?: string;
}

class PillarOfClusterResponse {
  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String }) name!: string;
  @ApiProperty({ type: Boolean }) isPrimary!: boolean;
  @ApiProperty({ type: String, nullable: true }) notes!: string | null;
}

export class ClusterResponse {
  static readonly example = {
    id: '01890a5d-ac96-774b-bcce-b302099a805b',
    personaId: '01890a5d-ac96-774b-bcce-b302099a8057',
    name: 'Morning Coffee Moments',
    status: 'active',
    aiPrompt: null,
    photosCount: 2,
    runsCount: 3,
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
  @ApiProperty({ type: [PillarOfClusterResponse] }) pillars!: PillarOfClusterResponse[];

  static of(this: void, cluster: ClusterView): ClusterResponse {
    return cluster;
  }
}
