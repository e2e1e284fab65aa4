import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsUUID, MinLength, ValidateIf, ValidateNested } from 'class-validator';
import { AreNames, Ids, IsText, OneOf } from '@trellis/http';
import { CropDto, MOST_ALT_TEXT, MOST_TAG_LENGTH } from '@trellis/photos/api';

const batchActions = ['move', 'tag', 'untag', 'star', 'unstar', 'delete', 'crop', 'setAltText'] as const;
type Action = (typeof batchActions)[number];

const MOST_PHOTOS = 500;

/** Validated only for these actions, and required by them; null is left as it is for a field that may be null. */
const For = (actions: readonly Action[], nullable?: 'clusterId' | 'altText') =>
  ValidateIf((batch: PhotoBatchDto) => actions.includes(batch.action) && !(nullable && batch[nullable] === null));

export class PhotoBatchDto {
  static readonly example = {
    photoIds: ['01890a5d-ac96-774b-bcce-b302099a805e'],
    action: 'tag',
    tag: 'kitchen',
  };

  @Ids(MOST_PHOTOS)
  photoIds!: string[];

  @OneOf(batchActions)
  action!: Action;

  @ApiPropertyOptional({ type: String, description: 'Of `tag` and `untag`' })
  @For(['tag', 'untag'])
  @IsDefined({ message: 'is required by this action' })
  @AreNames(MOST_TAG_LENGTH, { each: false })
  tag?: string;

  @ApiPropertyOptional({ type: String, format: 'uuid', nullable: true, description: 'Of `move`; null for no cluster' })
  @For(['move'], 'clusterId')
  @IsUUID(undefined, { message: 'must be a UUID or null' })
  clusterId?: string | null;

  @ApiPropertyOptional({ type: String, nullable: true, description: 'Of `setAltText`; null for none' })
  @For(['setAltText'], 'altText')
  @IsDefined({ message: 'is required by this action' })
  @IsText(MOST_ALT_TEXT)
  @MinLength(1, { message: 'must not be empty' })
  altText?: string | null;

  @ApiPropertyOptional({ type: CropDto, description: 'Of `crop`' })
  @For(['crop'])
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
