import type { PageRequest } from '@trellis/database';

export interface PhotoFilter extends PageRequest {
  personaId?: string;
  clusterId?: string;
  posted?: boolean;
  /** ISO 8601 with its zone. */
  createdAfter?: string;
}

/** The posting of a photo. */
export interface Posting {
  /** ISO 8601 with its zone. */
  postedAt: string;
  provider?: string | null;
  providerPostId?: string | null;
}
