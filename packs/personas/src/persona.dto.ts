import { ApiProperty, ApiPropertyOptional, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsObject, IsOptional, ValidateNested } from 'class-validator';
import {
  EditedFields,
  IsName,
  IsText,
  IsTimeZone,
  NameParts,
  Optional,
  OptionalNames,
  OptionalOneOf,
  OptionalText,
  OptionalWholeNumber,
  PageQuery,
  WholeNumber,
} from '@trellis/http';
import type { CaptionConfig, HashtagStrategy, PersonaEntity } from './persona.entity.ts';

const depicted = ['none', 'person'] as const;

export class CaptionConfigDto implements CaptionConfig {
  @OptionalText(500, { nullable: true, example: 'warm' })
  tone?: string | null;

  @OptionalText(500, { nullable: true, example: 'conversational' })
  style?: string | null;

  @OptionalText(500, { nullable: true, example: 'first person plural' })
  voice?: string | null;

  @OptionalWholeNumber(1, 2200, { nullable: true, example: 1200 })
  maxLength?: number | null;

  @OptionalText(200, { nullable: true, description: 'a line that follows every caption', example: 'Made with AI.' })
  disclosure?: string | null;
}

export class HashtagStrategyDto implements HashtagStrategy {
  @WholeNumber(1, 30, { default: 5, required: false })
  maxTags: number = 5;

  @ApiPropertyOptional({ type: [String], default: [], example: ['northquay'] })
  @IsArray({ message: 'must be a list of strings' })
  @ArrayMaxSize(30, { message: 'must have at most 30 entries' })
  @IsText(100, { each: true })
  brandTags: string[] = [];

  @OptionalText(100, { nullable: true, example: 'balanced' })
  strategyType?: string | null;
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

  @ApiPropertyOptional({ type: String, default: 'UTC', example: 'Europe/Berlin', description: 'IANA' })
  @Optional()
  @IsTimeZone()
  timeZone?: string;

  @OptionalOneOf(depicted, { default: 'none', description: 'person: `declaredAge` must be 18 or more' })
  depicts?: PersonaEntity['depicts'];

  @OptionalWholeNumber(1, 150, { nullable: true, example: 27, description: 'years' })
  declaredAge?: number | null;

  @OptionalWholeNumber(0, 200, { nullable: true, example: 5, description: 'where the accounts have no slots' })
  postsPerWeek?: number | null;

  @OptionalNames({ most: 200, length: 100, default: [], description: 'words that captions must not have' })
  bannedWords?: string[];

  @OptionalNames({ most: 200, length: 100, default: [], description: 'people that no text may name' })
  realNames?: string[];
}

export class PersonasQuery extends PageQuery {
  @NameParts()
  q?: string;
}

export class UpdatePersonaDto extends PartialType(CreatePersonaDto, { skipNullProperties: false }) {
  static readonly example = { captionConfig: { tone: 'calm' } };
}

export class PersonaResponse extends EditedFields {
  static readonly example = {
    id: '01890a5d-ac96-774b-bcce-b302099a8057',
    name: 'north quay',
    captionConfig: { tone: 'warm', maxLength: 1200 },
    hashtagStrategy: null,
    timeZone: 'Europe/Berlin',
    depicts: 'none',
    declaredAge: null,
    postsPerWeek: 5,
    bannedWords: ['giveaway'],
    realNames: [],
    createdAt: '2026-11-23T10:00:00.000Z',
    ...EditedFields.editedExample,
  };

  @ApiProperty({ type: String, format: 'uuid' })
  id!: string;

  @ApiProperty({ type: String })
  name!: string;

  @ApiProperty({ type: CaptionConfigDto, nullable: true })
  captionConfig!: CaptionConfig | null;

  @ApiProperty({ type: HashtagStrategyDto, nullable: true })
  hashtagStrategy!: HashtagStrategy | null;

  @ApiProperty({ type: String, description: 'IANA' })
  timeZone!: string;

  @ApiProperty({ enum: depicted })
  depicts!: PersonaEntity['depicts'];

  @ApiProperty({ type: Number, nullable: true, description: 'years' })
  declaredAge!: number | null;

  @ApiProperty({ type: Number, nullable: true })
  postsPerWeek!: number | null;

  @ApiProperty({ type: [String] })
  bannedWords!: string[];

  @ApiProperty({ type: [String] })
  realNames!: string[];

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt!: Date;

  static of(this: void, { legacySource: _source, legacyId: _id, ...persona }: PersonaEntity): PersonaResponse {
    return persona;
  }
}
