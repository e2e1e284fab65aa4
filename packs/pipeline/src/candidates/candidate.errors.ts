import { DomainError } from '@trellis/kernel';
import type { Refusals } from '@trellis/database';
import { unknownReference } from '@trellis/http';

export const candidateRejected = (): DomainError =>
  new DomainError('candidate_rejected', 'conflict', 'The candidate is rejected; lift the rejection first.');

/** The file of a candidate is gone, which may happen at any time once its photo exists. */
export const imageGone = (): DomainError =>
  new DomainError('image_missing', 'gone', 'The file of this candidate is no longer there.');

export const registeringCandidate: Refusals = {
  fk_image_candidates_step: () => unknownReference('step', 'stepId', "of the run's pipeline"),
  fk_image_candidates_parent: () => unknownReference('candidate', 'parentId', 'of this run'),
  ck_image_candidates_active_parent: candidateRejected,
};

export const parentRejected = (): DomainError =>
  new DomainError('candidate_rejected', 'conflict', 'The parent of the candidate is rejected; lift that one first.');

export const winnerInBranch = (): DomainError =>
  new DomainError(
    'winner_in_branch',
    'conflict',
    'The winner is this candidate, or was made from it; choose another winner, or unset it, first.',
  );
