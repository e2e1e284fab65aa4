import { DomainError } from '@trellis/kernel';
import type { Refusals } from '@trellis/database';

export const alreadyVoted = (): DomainError =>
  new DomainError('already_voted', 'conflict', 'This pair was voted on already, in one direction or the other.');

export const notComparable = (why: string): DomainError =>
  new DomainError('not_comparable', 'unprocessable', `The two candidates cannot be compared: ${why}.`);

export const nothingToUndo = (): DomainError =>
  new DomainError('nothing_to_undo', 'conflict', 'The run has no vote that could be taken back.');

export const castingVote: Refusals = { uq_votes_pair: alreadyVoted };
