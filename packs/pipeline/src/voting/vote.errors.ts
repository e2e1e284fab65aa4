import { DomainError } from '@trellis/kernel';
import type { Refusals } from '@trellis/database';
import { pipelineProblems } from '../pipeline.problems.ts';

export const alreadyVoted = (): DomainError =>
  new DomainError(pipelineProblems.already_voted, 'This pair already has a vote, in one direction or the other.');

export const notComparable = (why: string): DomainError =>
  new DomainError(pipelineProblems.not_comparable, `The two candidates cannot be compared: ${why}.`);

export const nothingToUndo = (): DomainError =>
  new DomainError(pipelineProblems.nothing_to_undo, 'The run has no vote to undo.');

export const notLatest = (): DomainError =>
  new DomainError(
    pipelineProblems.not_latest,
    'Only the latest vote of a run can be undone. Another vote was cast since, or this one is undone already.',
  );

export const notOwnVote = (): DomainError =>
  new DomainError(
    pipelineProblems.not_own_vote,
    'The latest vote is that of another key. Send anyone=true to undo it all the same.',
  );

export const castingVote: Refusals = { uq_votes_pair: alreadyVoted };
