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

export interface CandidateFilter extends PageRequest {
  stepId?: string;
  status?: 'active' | 'rejected';
}
