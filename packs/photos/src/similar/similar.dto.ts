import { ApiProperty } from '@nestjs/swagger';
import { similarityKinds, type SimilarPhoto } from './similar-photos.service.ts';

export class SimilarPhotoResponse implements SimilarPhoto {
  static readonly example = {
    photoId: '01890a5d-ac96-774b-bcce-b302099a805e',
    kind: 'duplicate',
    distance: 2,
    mirrored: false,
  };

  @ApiProperty({ type: String, format: 'uuid' }) photoId!: string;
  @ApiProperty({ enum: similarityKinds, description: 'The same picture, or nearly' }) kind!: SimilarPhoto['kind'];
  @ApiProperty({ type: Number, description: 'Different bits, of 63' }) distance!: number;
  @ApiProperty({ type: Boolean, description: 'Like its mirror image' }) mirrored!: boolean;
}
