import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsInt, IsObject, IsOptional, Max, Min, ValidateIf } from 'class-validator';
import { IsCalendarDate, IsHundredths, IsName, IsText, PageQuery, ToBoolean } from '@trellis/http';
import type { ContentPillarEntity } from './content-pillar.entity.ts';

const unlessNull = (_: unknown, value: unknown) => value !== null && value !== undefined;
const unlessAbsent = (_: unknown, value: unknown) => value !== undefined;

export class CreatePillarDto {
  static readonly example = { name: 'Lifestyle & Daily Living', weight: 40, priority: 4 };

  @IsName('Lifestyle & Daily Living')
  name!: string;

  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsText(10_000)
  description?: string | null;

  @ApiPropertyOptional({ type: Number, minimum: 0, maximum: 100, default: 0, example: 33.33 })
  @ValidateIf(unlessAbsent)
  @IsHundredths()
  @Min(0, { message: 'must be from 0 to 100' })
  @Max(100, { message: 'must be from 0 to 100' })
  weight?: number;

  @ApiPropertyOptional({ type: Boolean, default: true })
  @ValidateIf(unlessAbsent)
  @IsBoolean({ message: 'must be true or false' })
  active?: boolean;

  @ApiPropertyOptional({ type: String, format: 'date', nullable: true, example: '2026-11-01' })
  @ValidateIf(unlessNull)
  @IsCalendarDate()
  startDate?: string | null;

  @ApiPropertyOptional({ type: String, format: 'date', nullable: true, example: '2026-12-24' })
  @ValidateIf(unlessNull)
  @IsCalendarDate()
  endDate?: string | null;

  @ApiPropertyOptional({ type: 'object', additionalProperties: true, default: {} })
  @ValidateIf(unlessAbsent)
  @IsObject({ message: 'must be an object' })
  guidelines?: Record<string, unknown>;

  @ApiPropertyOptional({ type: Number, minimum: 0, nullable: true })
  @ValidateIf(unlessNull)
  @IsInt({ message: 'must be a whole number from 0 to 10000' })
  @Min(0, { message: 'must be a whole number from 0 to 10000' })
  @Max(10_000, { message: 'must be a whole number from 0 to 10000' })
  targetPostsPerWeek?: number | null;

  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 5, default: 3, description: '5 is the most important' })
  @ValidateIf(unlessAbsent)
  @IsInt({ message: 'must be a whole number from 1 to 5' })
  @Min(1, { message: 'must be a whole number from 1 to 5' })
  @Max(5, { message: 'must be a whole number from 1 to 5' })
  priority?: number;
}

export class UpdatePillarDto extends PartialType(CreatePillarDto, { skipNullProperties: false }) {
  static readonly example = { active: false };
}

export class PillarsQuery extends PageQuery {
  @ApiPropertyOptional({ type: Boolean, description: 'only those that are active and within their dates today (UTC)' })
  @IsOptional()
  @ToBoolean()
  @IsBoolean({ message: 'must be true or false' })
  current?: boolean;
}

export class PillarResponse {
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
    const { id, personaId, name, description, active, startDate, endDate, guidelines, targetPostsPerWeek, priority } =
      pillar;
    const weight = Number(pillar.weight);
    return {
      id,
      personaId,
      name,
      description,
      weight,
      active,
      startDate,
      endDate,
      guidelines,
      targetPostsPerWeek,
      priority,
    };
  }
}
