import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { publicProblems, type PublicProblem } from './public/public-problem.ts';
import { ReadinessResponse, RenditionsResponse } from './renditions/rendition.dto.ts';
import {
  EditedFields,
  OptionalFlag,
  OnlyIds,
  OptionalId,
  OptionalIds,
  OptionalNames,
  OptionalOneOf,
  OptionalText,
  QueryFlag,
  IsMoment,
  PageQuery,
  orIds,
  type DocumentedMap,
} from '@trellis/http';
import { MOST_ALT_TEXT, photoOrders, photoUses, type PhotoOrder, type PhotoUse } from './photo-input.ts';
import { readinessStates, type ReadinessState } from './renditions/readiness.ts';
import { MOST_TAGS, MOST_TAG_LENGTH } from './tags/tag.ts';

export class PhotosQuery extends PageQuery {
  @OptionalId()
  personaId?: string;

  @OptionalId()
  clusterId?: string;

  @QueryFlag()
  posted?: boolean;

  @OptionalId()
  similarTo?: string;

  @OptionalOneOf(readinessStates)
  readiness?: ReadinessState;

  @QueryFlag()
  starred?: boolean;

  @OptionalOneOf(photoUses, { description: 'Held by a post, posted, or neither' })
  use?: PhotoUse;

  @OptionalText(MOST_TAG_LENGTH, { least: 1, description: 'Compared without case' })
  tag?: string;

  @OptionalText(200, {
    least: 1,
    description: 'Words that all occur in the file name, the alt text, the tags or the prompt, in any case',
  })
  q?: string;

  @OptionalOneOf(photoOrders, { default: 'newest' })
  order?: PhotoOrder;

  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @IsOptional()
  @IsMoment()
  createdAfter?: string;

  @OptionalIds(200)
  ids?: string[];

  @OnlyIds()
  fields?: 'id';
}

export class PostingDto {
  static readonly example = {
    postedAt: '2026-11-23T18:00:00Z',
    provider: 'instagram',
    providerPostId: '17895695668004550',
  };

  @ApiProperty({ type: String, format: 'date-time' })
  @IsMoment()
  postedAt!: string;

  @OptionalText(200, { least: 1, nullable: true })
  provider?: string | null;

  @OptionalText(500, { least: 1, nullable: true })
  providerPostId?: string | null;
}

export class UpdatePhotoDto {
  static readonly example = { altText: 'A bottle of oil on a table, in evening light', starred: true };

  @OptionalText(MOST_ALT_TEXT, {
    least: 1,
    nullable: true,
    description: 'What a person who does not see the picture is read',
  })
  altText?: string | null;

  @OptionalFlag({ description: 'Made by a generative model. The JPEG that discloses it is made again' })
  aiGenerated?: boolean;

  @OptionalFlag()
  starred?: boolean;

  @OptionalNames({
    most: MOST_TAGS,
    length: MOST_TAG_LENGTH,
    description: 'All tags of the photo, compared without case',
  })
  tags?: string[];
}

export class PhotoResponse extends EditedFields {
  static readonly example = {
    id: '01890a5d-ac96-774b-bcce-b302099a805e',
    personaId: '01890a5d-ac96-774b-bcce-b302099a8057',
    clusterId: '01890a5d-ac96-774b-bcce-b302099a805b',
    candidateId: '01890a5d-ac96-774b-bcce-b302099a805c',
    path: '/srv/comfyui/output/00042.png',
    url: null,
    originalUrl: '/api/v1/photos/01890a5d-ac96-774b-bcce-b302099a805e/original',
    contentType: 'image/png',
    byteSize: 1312004,
    width: 1024,
    height: 1024,
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    postedAt: null,
    provider: null,
    providerPostId: null,
    aiGenerated: true,
    altText: null,
    starred: false,
    tags: ['kitchen', 'morning'],
    heldBy: null,
    renditions: RenditionsResponse.example,
    readiness: ReadinessResponse.example,
    publicVerifiedAt: null,
    publicProblem: null,
    placeholder: '1QcSHQRnh493V4dIh4eXh1h4kJUI',
    createdAt: '2026-11-23T10:00:01.000Z',
    ...EditedFields.editedExample,
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'uuid' }) personaId!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) clusterId!: string | null;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) candidateId!: string | null;
  @ApiProperty({ type: String }) path!: string;
  @ApiProperty({ type: String, nullable: true, description: 'The public JPEG for Instagram; null until it is ready' })
  url!: string | null;
  @ApiProperty({ type: String, description: 'Path of the very bytes that were stored' }) originalUrl!: string;
  @ApiProperty({ type: String }) contentType!: string;
  @ApiProperty({ type: Number }) byteSize!: number;
  @ApiProperty({ type: Number }) width!: number;
  @ApiProperty({ type: Number }) height!: number;
  @ApiProperty({ type: String }) sha256!: string;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) postedAt!: Date | null;
  @ApiProperty({ type: String, nullable: true }) provider!: string | null;
  @ApiProperty({ type: String, nullable: true }) providerPostId!: string | null;
  @ApiProperty({ type: Boolean, description: 'Made by a generative model, which its JPEG discloses' })
  aiGenerated!: boolean;
  @ApiProperty({ type: String, nullable: true }) altText!: string | null;
  @ApiProperty({ type: Boolean }) starred!: boolean;
  @ApiProperty({ type: [String], description: 'As first written' }) tags!: string[];
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The post that holds the photo' })
  heldBy!: string | null;
  @ApiProperty({ type: RenditionsResponse }) renditions!: RenditionsResponse;
  @ApiProperty({ type: ReadinessResponse }) readiness!: ReadinessResponse;
  @ApiProperty({
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When `url` was last fetched without a key, with its bytes; null while it is not known, or cannot be',
  })
  publicVerifiedAt!: Date | null;
  @ApiProperty({
    enum: publicProblems,
    nullable: true,
    description: 'Why it could not be fetched. `loopback`: it could, from this machine only',
  })
  publicProblem!: PublicProblem | null;
  @ApiProperty({ type: String, nullable: true, description: 'ThumbHash, base64' }) placeholder!: string | null;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
}

export const PhotoOrId: DocumentedMap = orIds(PhotoResponse);
