import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { IsIn, IsObject, IsOptional, IsUUID, MinLength, ValidateIf } from 'class-validator';
import { IsName, IsText, PageQuery } from '@trellis/http';
import type { RunStatus } from './pipeline-run.entity.ts';
import type { RunView } from './run-view.ts';

const unlessAbsent = (_: unknown, value: unknown) => value !== undefined;
const unlessNull = (_: unknown, value: unknown) => value !== undefined && value !== null;
const statuses = ['pending', 'running', 'completed', 'failed'] as const;

export class CreateRunDto {
  static readonly example = {
    pipelineId: '01890a5d-ac96-774b-bcce-b302099a8059',
    name: 'study 24',
    prompt: 'window light',
  };

  @ApiProperty({ type: String, format: 'uuid' })
  @IsUUID(undefined, { message: 'must be a UUID' })
  pipelineId!: string;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  @ValidateIf(unlessNull)
  @IsUUID(undefined, { message: 'must be a UUID' })
  personaId?: string | null;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true })
  @ValidateIf(unlessNull)
  @IsUUID(undefined, { message: 'must be a UUID' })
  clusterId?: string | null;

  @ValidateIf(unlessAbsent)
  @IsName('study 24')
  name?: string;

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsText(100_000)
  prompt?: string | null;

  @ApiPropertyOptional({ type: String, example: '/storage/runs/study-24' })
  @ValidateIf(unlessAbsent)
  @IsText(1000)
  @MinLength(1, { message: 'must not be empty' })
  targetFolder?: string;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, default: {} })
  @ValidateIf(unlessAbsent)
  @IsObject({ message: 'must be an object' })
  variables?: Record<string, unknown>;
}

export class UpdateRunDto extends PartialType(OmitType(CreateRunDto, ['pipelineId']), { skipNullProperties: false }) {
  static readonly example = { clusterId: '01890a5d-ac96-774b-bcce-b302099a805b' };
}

export class FailRunDto {
  static readonly example = { reason: 'ComfyUI ran out of memory' };

  @ApiProperty({ type: String })
  @IsText(10_000)
  @MinLength(1, { message: 'must not be empty' })
  reason!: string;
}

export class RunsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: statuses })
  @IsOptional()
  @IsIn(statuses, { message: `must be one of ${statuses.join(', ')}` })
  status?: RunStatus;

  @ApiPropertyOptional({ type: String, format: 'uuid' })
  @IsOptional()
  @IsUUID(undefined, { message: 'must be a UUID' })
  personaId?: string;

  @ApiPropertyOptional({ type: String, description: 'an id, or `none` for runs without a cluster' })
  @IsOptional()
  @ValidateIf((query: RunsQuery) => query.clusterId !== 'none')
  @IsUUID(undefined, { message: 'must be a UUID or none' })
  clusterId?: string;
}

export class RunResponse {
  static readonly example = {
    id: '01890a5d-ac96-774b-bcce-b302099a805d',
    pipelineId: '01890a5d-ac96-774b-bcce-b302099a8059',
    personaId: '01890a5d-ac96-774b-bcce-b302099a8057',
    clusterId: '01890a5d-ac96-774b-bcce-b302099a805b',
    name: 'study 24',
    prompt: 'window light',
    targetFolder: '/storage/runs/study-24-20261123-100000',
    variables: {},
    status: 'completed',
    failureReason: null,
    winnerId: '01890a5d-ac96-774b-bcce-b302099a805c',
    candidatesCount: 8,
    completedAt: '2026-11-23T10:00:00.000Z',
    createdAt: '2026-11-23T09:00:00.000Z',
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'uuid' }) pipelineId!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) personaId!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) clusterId!: string | null;
  @ApiProperty({ type: String }) name!: string;
  @ApiProperty({ type: String, nullable: true }) prompt!: string | null;
  @ApiProperty({ type: String }) targetFolder!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) variables!: object;
  @ApiProperty({ enum: statuses }) status!: RunStatus;
  @ApiProperty({ type: String, nullable: true }) failureReason!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) winnerId!: string | null;
  @ApiProperty({ type: Number }) candidatesCount!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) completedAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;

  static of(this: void, run: RunView): RunResponse {
    return run;
  }
}
