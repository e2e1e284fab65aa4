import { imageIsGone } from '@trellis/images';
import { DomainError } from '@trellis/kernel';
import { photoProblems } from './photo.problems.ts';

/** A posted photo is published and does not change. */
export class PhotoPostedError extends DomainError {
  constructor() {
    super(photoProblems.photo_posted, 'The photo was posted. If that is wrong, delete the posting first.');
  }
}

export class DuplicateImageError extends DomainError {
  constructor(firstPhotoId: string | undefined) {
    super(
      photoProblems.duplicate_image,
      `The cluster already has this file${firstPhotoId ? `: photo ${firstPhotoId}` : ''}.`,
      { firstPhotoId },
    );
  }
}

/** What a post shows does not change until the post releases the photo; what it has published stays published. */
export class PhotoHeldError extends DomainError {
  constructor(postId: string) {
    super(photoProblems.photo_held, `The post ${postId} holds the photo, or has published it.`, { postId }, { postId });
  }
}

export const originalGone = () => new DomainError(imageIsGone, 'The original is not in the store.');
