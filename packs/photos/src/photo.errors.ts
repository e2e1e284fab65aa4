import { DomainError } from '@trellis/kernel';
import { photoProblems } from './photo.problems.ts';

/** A posted photo is somebody's post: it stays as it is. */
export class PhotoPostedError extends DomainError {
  constructor() {
    super(photoProblems.photo_posted, 'The photo was posted; take the posting back first if that was a mistake.');
  }
}

export class DuplicateImageError extends DomainError {
  constructor(firstPhotoId: string | undefined) {
    super(
      photoProblems.duplicate_image,
      `The cluster has this very file already${firstPhotoId ? `: photo ${firstPhotoId}` : ''}.`,
      { firstPhotoId },
    );
  }
}
