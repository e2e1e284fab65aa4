import type { PageRequest } from '@trellis/database';
import type { Outcome } from './elo.ts';

export interface NewVote {
  candidateA: string;
  candidateB: string;
  outcome: Outcome;
}

export interface VoteFilter extends PageRequest {
  /** Only undone votes. */
  undone?: boolean;
}
