import type { PageRequest } from '@trellis/database';

export interface PhotoFilter extends PageRequest {
  personaId?: string;
  clusterId?: string;
  posted?: boolean;
  /** Photos that look like this one. */
  similarTo?: string;
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

/** What a person may say of a photo. */
export interface PhotoChanges {
  altText?: string | null;
  aiGenerated?: boolean;
  starred?: boolean;
}
