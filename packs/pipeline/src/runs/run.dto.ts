import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { IsOptional, IsUUID, ValidateIf } from 'class-validator';
import {
  EditedFields,
  Id,
  NameParts,
  OptionalId,
  OptionalName,
  OptionalObject,
  OptionalOneOf,
  OptionalText,
  PageQuery,
  Text,
} from '@trellis/http';
import { runStatuses, type RunStatus } from './pipeline-run.entity.ts';

export class CreateRunDto {
  static readonly example = {
    pipelineId: '01890a5d-ac96-774b-bcce-b302099a8059',
    name: 'study 24',
    prompt: 'window light',
  };

  @Id()
  pipelineId!: string;

  @OptionalId({ nullable: true })
  personaId?: string | null;

  @OptionalId({ nullable: true })
  clusterId?: string | null;

  @OptionalName('study 24')
  name?: string;

  @OptionalText(100_000, { nullable: true })
  prompt?: string | null;

  @OptionalText(1000, { least: 1, example: '/storage/runs/study-24' })
  targetFolder?: string;

  @OptionalObject({ default: {} })
  variables?: Record<string, unknown>;
}

export class UpdateRunDto extends PartialType(OmitType(CreateRunDto, ['pipelineId']), { skipNullProperties: false }) {
  static readonly example = { clusterId: '01890a5d-ac96-774b-bcce-b302099a805b' };
}

export class FailRunDto {
  static readonly example = { reason: 'ComfyUI ran out of memory' };

  @Text(10_000, { least: 1 })
  reason!: string;
}

export class RunsQuery extends PageQuery {
  @OptionalOneOf(runStatuses)
  status?: RunStatus;

  @OptionalId()
  personaId?: string;

  @ApiPropertyOptional({ type: String, description: 'an id, or `none` for runs without a cluster' })
  @IsOptional()
  @ValidateIf((query: RunsQuery) => query.clusterId !== 'none')
  @IsUUID(undefined, { message: 'must be a UUID or none' })
  clusterId?: string;

  @NameParts()
  q?: string;
}

export class RunResponse extends EditedFields {
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
    ...EditedFields.editedExample,
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'uuid' }) pipelineId!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) personaId!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) clusterId!: string | null;
  @ApiProperty({ type: String }) name!: string;
  @ApiProperty({ type: String, nullable: true }) prompt!: string | null;
  @ApiProperty({ type: String }) targetFolder!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) variables!: object;
  @ApiProperty({ enum: runStatuses }) status!: RunStatus;
  @ApiProperty({ type: String, nullable: true }) failureReason!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) winnerId!: string | null;
  @ApiProperty({ type: Number }) candidatesCount!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) completedAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
}
