import { contentProblems, inBody, type Problem } from '@trellis/kernel';
import { photoProblems } from '@trellis/photos';
import { publishingProblems } from '../publishing.problems.ts';

/** Why a post cannot be scheduled as it is: those with a code of their own, and the rest together. */
export const freezingProblems: readonly Problem[] = [
  publishingProblems.account_paused,
  publishingProblems.carousel_size,
  inBody(photoProblems.photo_not_found),
  photoProblems.photo_held,
  photoProblems.photo_posted,
  publishingProblems.caption_too_long,
  publishingProblems.too_many_hashtags,
  publishingProblems.duplicate_caption,
  contentProblems.policy_blocked,
  publishingProblems.preflight_failed,
];
