import { DomainError, defineProblems, type Problem } from '@trellis/kernel';

export const imageProblems = defineProblems({
  image_outside_roots: ['unprocessable', 'The image is outside the candidate roots'],
  image_missing: ['unprocessable', 'The image is missing'],
  not_an_image: ['unprocessable', 'Not an image'],
  image_too_large: ['unprocessable', 'The image is too large'],
});

/** 410 instead of 422: the image was accepted earlier, and its file or object is missing now. */
export const imageIsGone: Problem = { ...imageProblems.image_missing, kind: 'gone' };

export type ImageRefusal = keyof typeof imageProblems;

const details: Record<ImageRefusal, string> = {
  image_outside_roots: 'The path is outside the folders for candidates. Put the file into one of CANDIDATE_ROOTS.',
  image_missing: 'There is no file at this path.',
  not_an_image: 'The file is not a complete PNG, JPEG or WebP image with one frame.',
  image_too_large:
    'The file exceeds MAX_IMAGE_BYTES or 100 megapixels (25 when it is WebP, progressive or interlaced).',
};

/** A file that cannot become a candidate or a photo. `code` is the reason. */
export class ImageRefusedError extends DomainError {
  declare readonly problem: Problem<ImageRefusal>;

  constructor(code: ImageRefusal, why?: string) {
    super(imageProblems[code], why ? `${details[code]} (${why})` : details[code]);
  }
}

export const imageRefusal = (error: unknown): ImageRefusal | undefined =>
  error instanceof ImageRefusedError ? error.problem.code : undefined;
