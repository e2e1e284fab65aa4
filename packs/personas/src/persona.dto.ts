import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsInt, IsObject, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { IsName, IsText } from '@trellis/http';
import type { CaptionConfig, HashtagStrategy, PersonaEntity } from './persona.entity.ts';

export class CaptionConfigDto implements CaptionConfig {
  @ApiPropertyOptional({ type: String, example: 'warm' })
  @IsOptional()
  @IsText(500)
  tone?: string;

  @ApiPropertyOptional({ type: String, example: 'conversational' })
  @IsOptional()
  @IsText(500)
  style?: string;

  @ApiPropertyOptional({ type: String, example: 'first person plural' })
  @IsOptional()
  @IsText(500)
  voice?: string;

  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 2200, example: 1200 })
  @IsOptional()
  @IsInt({ message: 'must be a whole number from 1 to 2200' })
  @Min(1, { message: 'must be a whole number from 1 to 2200' })
  @Max(2200, { message: 'must be a whole number from 1 to 2200' })
  maxLength?: number;
}

export class HashtagStrategyDto implements HashtagStrategy {
  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 30, default: 10 })
  @IsInt({ message: 'must be a whole number from 1 to 30' })
  @Min(1, { message: 'must be a whole number from 1 to 30' })
  @Max(30, { message: 'must be a whole number from 1 to 30' })
  maxTags: number = 10;

  @ApiPropertyOptional({ type: [String], default: [], example: ['northquay'] })
  @IsArray({ message: 'must be a list of texts' })
  @ArrayMaxSize(30, { message: 'must have at most 30 entries' })
  @IsText(100, { each: true })
  brandTags: string[] = [];

  @ApiPropertyOptional({ type: String, example: 'balanced' })
  @IsOptional()
  @IsText(100)
  strategyType?: string;
}

export class CreatePersonaDto {
  static readonly example = { name: 'north quay', captionConfig: { tone: 'warm', maxLength: 1200 } };

  @IsName('north quay')
  name!: string;

  @ApiPropertyOptional({ type: CaptionConfigDto, nullable: true })
  @IsOptional()
  @IsObject({ message: 'must be an object' })
  @ValidateNested({ message: 'must be an object' })
  @Type(() => CaptionConfigDto)
  captionConfig?: CaptionConfigDto | null;

  @ApiPropertyOptional({ type: HashtagStrategyDto, nullable: true })
  @IsOptional()
  @IsObject({ message: 'must be an object' })
  @ValidateNested({ message: 'must be an object' })
  @Type(() => HashtagStrategyDto)
  hashtagStrategy?: HashtagStrategyDto | null;
}

export class UpdatePersonaDto extends PartialType(CreatePersonaDto, { skipNullProperties: false }) {
  static readonly example = { captionConfig: { tone: 'calm' } };
}

export class PersonaResponse {
  static readonly example = {
    id: '01890a5d-ac96-774b-bcce-b302099a8057',
    name: 'north quay',
    captionConfig: { tone: 'warm', maxLength: 1200 },
    hashtagStrategy: null,
    createdAt: '2026-11-23T10:00:00.000Z',
    updatedAt: '2026-11-23T10:00:00.000Z',
  };

  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;

  @ApiProperty({ type: String })
  name!: string;

  @ApiProperty({ type: CaptionConfigDto, nullable: true })
  captionConfig!: CaptionConfig | null;

  @ApiProperty({ type: HashtagStrategyDto, nullable: true })
  hashtagStrategy!: HashtagStrategy | null;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt!: Date;

  @ApiProperty({ type: String, format: 'date-time' })
  updatedAt!: Date;

  static of(
    this: void,
    { id, name, captionConfig, hashtagStrategy, createdAt, updatedAt }: PersonaEntity,
  ): PersonaResponse {
    return { id, name, captionConfig, hashtagStrategy, createdAt, updatedAt };
  }
}
