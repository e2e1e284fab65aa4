import type { PageRequest } from '@trellis/database';
import type { ReadinessState } from './renditions/readiness.ts';

/** Characters of an alt text. */
export const MOST_ALT_TEXT = 1000;

/** Whether a post holds a photo, it was posted, or neither. */
export const photoUses = ['held', 'posted', 'free'] as const;
export type PhotoUse = (typeof photoUses)[number];

export const photoOrders = ['newest', 'oldest', 'unposted-first'] as const;
export type PhotoOrder = (typeof photoOrders)[number];

export interface PhotoFilter extends PageRequest {
  personaId?: string;
  clusterId?: string;
  posted?: boolean;
  readiness?: ReadinessState;
  starred?: boolean;
  use?: PhotoUse;
  tag?: string;
  /** Words that all occur in the file name, the alt text, the tags or the run's prompt. */
  q?: string;
  order?: PhotoOrder;
  /** Only these. */
  ids?: readonly string[];
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
  /** All of them. */
  tags?: readonly string[];
}
