import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsString, IsUrl, IsUUID, MaxLength, ValidateBy } from 'class-validator';
import {
  Id,
  IsCalendarDate,
  IsMoment,
  OneOf,
  Optional,
  OptionalFlag,
  OptionalId,
  OptionalOneOf,
  OptionalText,
  PageQuery,
} from '@trellis/http';
import { postStates, type PostState } from './post-state.ts';
import { IsPlainText } from '../captions/is-plain-text.ts';
import { isWallTime } from '../time/wall-time.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
/** More are refused as carousel_size, and so is none. */
const MOST_IDS = 100;
const MOST_ALT_TEXT = 1_000;
const MOST_CAPTION = 20_000;
const MOST_TAGS = 100;

const IsWallTime = (): PropertyDecorator =>
  ValidateBy(
    { name: 'isWallTime', validator: { validate: (text: unknown) => typeof text === 'string' && isWallTime(text) } },
    { message: 'must be a wall time, such as 2026-12-07T18:30' },
  );

/** An address of the web: what is shown as a link leads nowhere else. */
const Permalink = (): PropertyDecorator =>
  applyDecorators(
    ApiPropertyOptional({ type: String, format: 'uri', nullable: true }),
    Optional({ nullable: true }),
    MaxLength(2_048, { message: 'must have at most 2048 characters' }),
    IsUrl({ protocols: ['https', 'http'], require_protocol: true }, { message: 'must be an http or https address' }),
  );

const isAltText = (text: unknown): boolean =>
  text === null || (typeof text === 'string' && text.length >= 1 && text.length <= MOST_ALT_TEXT);

const AreAltTexts = (): PropertyDecorator =>
  ValidateBy(
    {
      name: 'areAltTexts',
      validator: {
        validate: (texts: unknown) => Array.isArray(texts) && texts.length <= MOST_IDS && texts.every(isAltText),
      },
    },
    { message: `must be a list of texts of 1 to ${MOST_ALT_TEXT} characters, or null` },
  );

export class CreatePostDto {
  static readonly example = {
    accountId: ID,
    photoIds: [ID],
    altTexts: ['A bottle on a table at dusk'],
    caption: 'Dusk at the north quay.',
    hashtags: ['northquay'],
  };

  @Id()
  accountId!: string;

  @ApiProperty({ type: [String], format: 'uuid', minItems: 1, maxItems: 10, description: 'in the order of the post' })
  @IsArray({ message: 'must be a list' })
  @ArrayMaxSize(MOST_IDS, { message: `must have at most ${MOST_IDS} ids` })
  @IsUUID(undefined, { each: true, message: 'must be a list of UUIDs' })
  photoIds!: string[];

  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'string', nullable: true, minLength: 1, maxLength: MOST_ALT_TEXT },
    description: 'one for each photo, in their order; null: that of the photo. Without the list those of the photos',
  })
  @Optional()
  @AreAltTexts()
  altTexts?: (string | null)[];

  @OptionalText(MOST_CAPTION, { default: '' })
  @IsPlainText()
  caption?: string;

  @ApiPropertyOptional({ type: [String], default: [], maxItems: MOST_TAGS, description: 'with or without #' })
  @Optional()
  @IsArray({ message: 'must be a list' })
  @ArrayMaxSize(MOST_TAGS, { message: `must have at most ${MOST_TAGS} hashtags` })
  @IsString({ each: true, message: 'must be a list of strings' })
  hashtags?: string[];

  @OptionalId({ nullable: true })
  pillarId?: string | null;

  @OptionalFlag({ description: 'default: whether one of the photos is' })
  aiGenerated?: boolean;
}

export class UpdatePostDto extends PartialType(OmitType(CreatePostDto, ['accountId'] as const), {
  skipNullProperties: false,
}) {
  static readonly example = { caption: 'Night at the north quay.' };
}

/** When a post is published: exactly one of the three. */
export class TimeDto {
  static readonly example: object = { localTime: '2026-12-07T18:30' };

  @ApiPropertyOptional({ type: String, format: 'date-time', description: 'an instant' })
  @Optional()
  @IsMoment()
  at?: string;

  @ApiPropertyOptional({ type: String, example: '2026-12-07T18:30', description: "a wall time in the account's zone" })
  @Optional()
  @IsWallTime()
  localTime?: string;

  @OptionalFlag({ description: 'true: the next open slot of the account' })
  nextSlot?: boolean;

  @OptionalFlag({ description: 'a photo that was posted may be posted again', default: false })
  allowRepost?: boolean;

  @OptionalFlag({ description: 'also with the caption of a recent post', default: false })
  force?: boolean;
}

/** What is not refused because of a repetition. */
export class ForceDto extends OmitType(TimeDto, ['at', 'localTime', 'nextSlot'] as const) {
  static readonly example = {};
}

export class ResolutionDto {
  static readonly example = { outcome: 'published', permalink: 'https://www.instagram.com/p/C1a2b3c4d5e/' };

  @OneOf(['published', 'failed'])
  outcome!: 'published' | 'failed';

  @Permalink()
  permalink?: string | null;
}

export class PostedDto {
  static readonly example = { postedAt: '2026-12-07T17:32:00Z', permalink: null };

  @ApiProperty({ type: String, format: 'date-time' })
  @IsMoment()
  postedAt!: string;

  @Permalink()
  permalink?: string | null;
}

export class PostsQuery extends PageQuery {
  @OptionalOneOf(postStates)
  state?: PostState;

  @OptionalId()
  personaId?: string;

  @OptionalId()
  accountId?: string;

  @ApiPropertyOptional({
    type: String,
    format: 'date',
    description: "scheduled on this date or later, in the persona's zone",
  })
  @Optional()
  @IsCalendarDate()
  from?: string;

  @ApiPropertyOptional({ type: String, format: 'date', description: 'scheduled on this date or before' })
  @Optional()
  @IsCalendarDate()
  to?: string;
}
