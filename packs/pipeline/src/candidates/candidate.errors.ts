import { DomainError, unknownReference, type Problem } from '@trellis/kernel';
import type { Refusals } from '@trellis/database';
import { imageIsGone, imageProblems } from '@trellis/images';
import { pipelineProblems } from '../pipeline.problems.ts';

export const candidateRejected = (): DomainError =>
  new DomainError(pipelineProblems.candidate_rejected, 'The candidate is rejected. Lift the rejection first.');

/** The file of a candidate is missing, which is normal after its photo exists. */
export const imageGone = (): DomainError =>
  new DomainError(imageIsGone, 'The file of this candidate no longer exists.');

/** 409 instead of 422: nothing is wrong with the upload. */
export const folderLeadsOut: Problem = { ...imageProblems.image_outside_roots, kind: 'conflict' };

export const folderIsLink = (): DomainError =>
  new DomainError(
    folderLeadsOut,
    'The folder of the run is a link that leads out of CANDIDATE_ROOTS. Replace it by a folder.',
  );

export const imageChanged = (): DomainError =>
  new DomainError(
    pipelineProblems.image_changed,
    'The file has changed since the candidate was registered. Restore the file, or register it as another candidate.',
  );

export const registeringCandidate: Refusals = {
  fk_image_candidates_step: () => unknownReference(pipelineProblems.step_not_found, 'stepId', "of the run's pipeline"),
  fk_image_candidates_parent: () => unknownReference(pipelineProblems.candidate_not_found, 'parentId', 'of this run'),
  ck_image_candidates_active_parent: candidateRejected,
};

export const parentRejected = (): DomainError =>
  new DomainError(
    pipelineProblems.candidate_rejected,
    'The parent of the candidate is rejected. Lift that rejection first.',
  );

export const winnerInBranch = (): DomainError =>
  new DomainError(
    pipelineProblems.winner_in_branch,
    'The winner is this candidate, or was made from it; choose another winner, or unset it, first.',
  );
