import { DomainError } from '@trellis/kernel';

/** A posted photo is somebody's post: it stays as it is. */
export class PhotoPostedError extends DomainError {
  constructor() {
    super('photo_posted', 'conflict', 'The photo was posted; take the posting back first if that was a mistake.');
  }
}

export class DuplicateImageError extends DomainError {
  constructor(firstPhotoId: string | undefined) {
    super(
      'duplicate_image',
      'conflict',
      `The cluster has this very file already${firstPhotoId ? `: photo ${firstPhotoId}` : ''}.`,
      { firstPhotoId },
    );
  }
}
