import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min, ValidateIf } from 'class-validator';
import { OneOf } from '@trellis/http';
import { CropResponse } from './rendition.dto.ts';
import { cropModes, type CropMode } from './readiness.ts';

const MOST = 100_000;

/** A whole number of pixels, which only a rectangle has. */
function Pixels(least: 0 | 1): PropertyDecorator {
  const message = `must be a whole number from ${least} to ${MOST}`;
  return applyDecorators(
    ApiProperty({
      type: 'integer',
      minimum: least,
      maximum: MOST,
      required: false,
      description: 'Only of a rectangle',
    }),
    ValidateIf(({ mode }: CropDto) => mode === 'rectangle'),
    IsInt({ message }),
    Min(least, { message }),
    Max(MOST, { message }),
  );
}

export class CropDto {
  static readonly example = { mode: 'rectangle', x: 0, y: 88, width: 832, height: 1040 };

  @OneOf(cropModes)
  mode!: CropMode;

  @Pixels(0)
  x?: number;

  @Pixels(0)
  y?: number;

  @Pixels(1)
  width?: number;

  @Pixels(1)
  height?: number;
}

export class CropPreviewResponse extends CropResponse {
  static override readonly example = { ...CropResponse.example, image: 'data:image/webp;base64,UklGRg…' };

  @ApiProperty({ type: String, description: 'A small WebP, as a data URL' }) image!: string;
}

export class CropPreviewsResponse {
  static readonly example = {
    centre: CropPreviewResponse.example,
    attention: { ...CropPreviewResponse.example, mode: 'attention' },
    entropy: { ...CropPreviewResponse.example, mode: 'entropy' },
  };

  @ApiProperty({ type: CropPreviewResponse }) centre!: CropPreviewResponse;
  @ApiProperty({ type: CropPreviewResponse }) attention!: CropPreviewResponse;
  @ApiProperty({ type: CropPreviewResponse }) entropy!: CropPreviewResponse;
}
