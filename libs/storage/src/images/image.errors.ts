import { DomainError } from '@trellis/kernel';

export type ImageRefusal = 'image_outside_roots' | 'image_missing' | 'not_an_image' | 'image_too_large';

const details: Record<ImageRefusal, string> = {
  image_outside_roots:
    'The path leads out of the folders that candidates may come from; put the file into one of CANDIDATE_ROOTS.',
  image_missing: 'There is no file at this path.',
  not_an_image: 'The file is not a complete PNG, JPEG or WebP picture of one frame.',
  image_too_large: 'The file exceeds MAX_IMAGE_BYTES or 100 megapixels.',
};

/** A file that cannot become a candidate or a photo; `code` says why. */
export class ImageRefusedError extends DomainError {
  declare readonly code: ImageRefusal;

  constructor(code: ImageRefusal, why?: string) {
    super(code, 'unprocessable', why ? `${details[code]} (${why})` : details[code]);
  }
}

export const imageRefusal = (error: unknown): ImageRefusal | undefined =>
  error instanceof ImageRefusedError ? error.code : undefined;
