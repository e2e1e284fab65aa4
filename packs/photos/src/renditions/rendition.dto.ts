import { ApiProperty } from '@nestjs/swagger';
import {
  cropModes,
  readinessKeys,
  readinessStates,
  type CropMode,
  type ReadinessKey,
  type ReadinessState,
} from './readiness.ts';

export class RenditionResponse {
  static readonly example = {
    url: 'https://media.example.org/renditions/01890a5d-ac96-774b-bcce-b302099a805e/thumb-1-1-9f86d081884c7d65.webp',
    contentType: 'image/webp',
    width: 320,
    height: 320,
    byteSize: 9_214,
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  };

  @ApiProperty({ type: String, description: 'Public' }) url!: string;
  @ApiProperty({ type: String }) contentType!: string;
  @ApiProperty({ type: Number, description: 'Pixels' }) width!: number;
  @ApiProperty({ type: Number, description: 'Pixels' }) height!: number;
  @ApiProperty({ type: Number }) byteSize!: number;
  @ApiProperty({ type: String }) sha256!: string;
}

export class RenditionsResponse {
  static readonly example = { instagram: null, large: null, preview: null, thumb: RenditionResponse.example };

  @ApiProperty({ type: RenditionResponse, nullable: true, description: 'A JPEG that Instagram accepts' })
  instagram!: RenditionResponse | null;
  @ApiProperty({ type: RenditionResponse, nullable: true, description: 'At most 1280 pixels wide' })
  large!: RenditionResponse | null;
  @ApiProperty({ type: RenditionResponse, nullable: true, description: 'At most 640 pixels wide' })
  preview!: RenditionResponse | null;
  @ApiProperty({ type: RenditionResponse, nullable: true, description: 'At most 320 pixels wide' })
  thumb!: RenditionResponse | null;
}

export class ReadinessReasonResponse {
  static readonly example = {
    key: 'ratio_not_allowed',
    params: { width: 832, height: 1216, lossPercent: 14.5, maxTrimPercent: 5 },
  };

  @ApiProperty({ enum: readinessKeys }) key!: ReadinessKey;
  @ApiProperty({ type: Object, additionalProperties: { type: 'number' } }) params!: Record<string, number>;
}

export class CropResponse {
  static readonly example = { x: 0, y: 88, width: 832, height: 1040, mode: 'centre' };

  @ApiProperty({ type: Number, description: 'Pixels of the upright picture' }) x!: number;
  @ApiProperty({ type: Number }) y!: number;
  @ApiProperty({ type: Number }) width!: number;
  @ApiProperty({ type: Number }) height!: number;
  @ApiProperty({ enum: cropModes }) mode!: CropMode;
}

export class ReadinessResponse {
  static readonly example = {
    state: 'needs_crop',
    reasons: [ReadinessReasonResponse.example],
    crop: null,
    lossPercent: 14.5,
  };

  @ApiProperty({ enum: readinessStates }) state!: ReadinessState;
  @ApiProperty({ type: [ReadinessReasonResponse], description: 'Why it cannot be posted' })
  reasons!: ReadinessReasonResponse[];
  @ApiProperty({ type: CropResponse, nullable: true, description: 'The part that the JPEG shows; null for the whole' })
  crop!: CropResponse | null;
  @ApiProperty({ type: Number, nullable: true, description: 'What is cut off, or would have to be' })
  lossPercent!: number | null;
}
