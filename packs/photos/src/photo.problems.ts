import { defineProblems } from '@trellis/kernel';

export const photoProblems = defineProblems({
  photo_not_found: ['not-found', 'No such photo'],
  cluster_not_found: ['not-found', 'No such cluster'],
  duplicate_image: ['conflict', 'The image exists already'],
  photo_posted: ['conflict', 'The photo was posted'],
  photo_exists: ['conflict', 'The photo exists'],
  photo_held: ['conflict', 'A post holds the photo'],
  tags_full: ['conflict', 'The photo has too many tags'],
  crop_invalid: ['unprocessable', 'The crop does not fit'],
});
