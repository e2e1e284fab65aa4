import type { PageRequest } from '@trellis/database';

/** The place of a candidate in its run. */
export interface CandidatePlace {
  stepId: string;
  parentId?: string | null;
}

export interface CandidateByPath extends CandidatePlace {
  /** Absolute, inside CANDIDATE_ROOTS. */
  imagePath: string;
}

/** Of a list: the best first, the most compared first, or the oldest first. */
export const candidateSorts = ['elo', 'votes', 'created'] as const;
export type CandidateSort = (typeof candidateSorts)[number];

export interface CandidateFilter extends PageRequest {
  stepId?: string;
  status?: 'active' | 'rejected';
  winner?: boolean;
  /** Only these. */
  ids?: readonly string[];
  sort?: CandidateSort;
}
