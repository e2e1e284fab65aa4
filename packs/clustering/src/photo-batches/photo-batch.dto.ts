import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDefined,
  IsUUID,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { AreNames, IsText, OneOf } from '@trellis/http';
import { CropDto, MOST_TAG_LENGTH } from '@trellis/photos/api';

export const batchActions = ['move', 'tag', 'untag', 'star', 'unstar', 'delete', 'crop', 'setAltText'] as const;
type Action = (typeof batchActions)[number];

const MOST_PHOTOS = 500;
const MOST_ALT_TEXT = 1000;

/** Validated only for these actions, and required by them. */
const For = (...actions: Action[]) => ValidateIf(({ action }: PhotoBatchDto) => actions.includes(action));
const unlessNull = ({ clusterId, altText }: PhotoBatchDto) => clusterId !== null && altText !== null;

export class PhotoBatchDto {
  static readonly example = {
    photoIds: ['01890a5d-ac96-774b-bcce-b302099a805e'],
    action: 'tag',
    tag: 'kitchen',
  };

  @ApiProperty({ type: [String], format: 'uuid', minItems: 1, maxItems: MOST_PHOTOS })
  @Transform(({ value }: { value: unknown }) =>
    Array.isArray(value) ? value.map((id: unknown) => (typeof id === 'string' ? id.toLowerCase() : id)) : value,
  )
  @IsArray({ message: 'must be a list' })
  @ArrayMinSize(1, { message: 'must have at least one id' })
  @ArrayMaxSize(MOST_PHOTOS, { message: `must have at most ${MOST_PHOTOS} ids` })
  @IsUUID(undefined, { each: true, message: 'must be a list of UUIDs' })
  photoIds!: string[];

  @OneOf(batchActions)
  action!: Action;

  @ApiPropertyOptional({ type: String, description: 'Of `tag` and `untag`' })
  @For('tag', 'untag')
  @IsDefined({ message: 'is required by this action' })
  @AreNames(MOST_TAG_LENGTH, { each: false })
  tag?: string;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true, description: 'Of `move`; null for no cluster' })
  @ValidateIf((batch: PhotoBatchDto) => batch.action === 'move' && unlessNull(batch))
  @IsUUID(undefined, { message: 'must be a UUID or null' })
  clusterId?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Of `setAltText`; null for none' })
  @ValidateIf((batch: PhotoBatchDto) => batch.action === 'setAltText' && unlessNull(batch))
  @IsDefined({ message: 'is required by this action' })
  @IsText(MOST_ALT_TEXT)
  @MinLength(1, { message: 'must not be empty' })
  altText?: string | null;

  @ApiPropertyOptional({ type: CropDto, description: 'Of `crop`' })
  @For('crop')
  @IsDefined({ message: 'is required by this action' })
  @ValidateNested()
  @Type(() => CropDto)
  crop?: CropDto;
}

class BatchResultResponse {
  @ApiProperty({ type: String, format: 'uuid' }) photoId!: string;
  @ApiProperty({ enum: ['done', 'refused'] }) status!: 'done' | 'refused';
  @ApiProperty({ type: String, nullable: true }) code!: string | null;
  @ApiProperty({ type: String, nullable: true }) detail!: string | null;
}

export class BatchResultsResponse {
  static readonly example = {
    results: [{ photoId: '01890a5d-ac96-774b-bcce-b302099a805e', status: 'done', code: null, detail: null }],
  };

  @ApiProperty({ type: [BatchResultResponse], description: 'In the order sent' }) results!: BatchResultResponse[];
}
