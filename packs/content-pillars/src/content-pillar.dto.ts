import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Max, Min } from 'class-validator';
import {
  EditedFields,
  Optional,
  OptionalFlag,
  OptionalObject,
  OptionalText,
  OptionalWholeNumber,
  QueryFlag,
  IsCalendarDate,
  IsHundredths,
  IsName,
  PageQuery,
} from '@trellis/http';
import type { ContentPillarEntity } from './content-pillar.entity.ts';

export class CreatePillarDto {
  static readonly example = { name: 'Lifestyle & Daily Living', weight: 40, priority: 4 };

  @IsName('Lifestyle & Daily Living')
  name!: string;

  @OptionalText(10_000, { nullable: true })
  description?: string | null;

  @ApiPropertyOptional({ type: Number, minimum: 0, maximum: 100, default: 0, example: 33.33 })
  @Optional()
  @IsHundredths()
  @Min(0, { message: 'must be from 0 to 100' })
  @Max(100, { message: 'must be from 0 to 100' })
  weight?: number;

  @OptionalFlag({ default: true })
  active?: boolean;

  @ApiPropertyOptional({ type: String, format: 'date', nullable: true, example: '2026-11-01' })
  @Optional({ nullable: true })
  @IsCalendarDate()
  startDate?: string | null;

  @ApiPropertyOptional({ type: String, format: 'date', nullable: true, example: '2026-12-24' })
  @Optional({ nullable: true })
  @IsCalendarDate()
  endDate?: string | null;

  @OptionalObject({ default: {}, each: 64 })
  guidelines?: Record<string, unknown>;

  @OptionalWholeNumber(0, 10_000, { nullable: true })
  targetPostsPerWeek?: number | null;

  @OptionalWholeNumber(1, 5, { default: 3, description: '5 is the most important' })
  priority?: number;
}

export class UpdatePillarDto extends PartialType(CreatePillarDto, { skipNullProperties: false }) {
  static readonly example = { active: false };
}

export class PillarsQuery extends PageQuery {
  @QueryFlag({ description: 'only pillars that are active and within their dates today (UTC)' })
  current?: boolean;
}

export class PillarResponse extends EditedFields {
  static readonly example = {
    id: '01890a5d-ac96-774b-bcce-b302099a8058',
    personaId: '01890a5d-ac96-774b-bcce-b302099a8057',
    name: 'Lifestyle & Daily Living',
    description: null,
    weight: 40,
    active: true,
    startDate: null,
    endDate: null,
    guidelines: {},
    targetPostsPerWeek: null,
    priority: 4,
    ...EditedFields.editedExample,
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'uuid' }) personaId!: string;
  @ApiProperty({ type: String }) name!: string;
  @ApiProperty({ type: String, nullable: true }) description!: string | null;
  @ApiProperty({ type: Number }) weight!: number;
  @ApiProperty({ type: Boolean }) active!: boolean;
  @ApiProperty({ type: String, format: 'date', nullable: true }) startDate!: string | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) endDate!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true }) guidelines!: object;
  @ApiProperty({ type: Number, nullable: true }) targetPostsPerWeek!: number | null;
  @ApiProperty({ type: Number }) priority!: number;

  static of(this: void, pillar: ContentPillarEntity): PillarResponse {
    const { legacySource: _source, legacyId: _id, createdAt: _created, weight, ...shown } = pillar;
    return { ...shown, weight: Number(weight) };
  }
}
