import type { EgressFailure } from '@trellis/egress';

/** An error that the API has named. Of its text nothing is kept. */
export interface GraphError {
  kind: 'error';
  /** Of HTTP. */
  status: number;
  code: number;
  subcode: number | null;
  /** Minutes until requests are taken again, where the answer said so. */
  waitMinutes: number | null;
}

/** Nothing that could be read: the request may have been carried out. */
export interface NoAnswer {
  kind: 'no_answer';
  reason: EgressFailure;
}

export type GraphFailure = GraphError | NoAnswer;
export type GraphAnswer<T> = { kind: 'ok'; value: T } | GraphFailure;

export const containerStatuses = ['IN_PROGRESS', 'FINISHED', 'PUBLISHED', 'ERROR', 'EXPIRED'] as const;
export type ContainerStatus = (typeof containerStatuses)[number];

/** How many posts the account has published in its window, of how many. */
export interface GraphQuota {
  used: number;
  total: number;
}

/** Something that the account has published. */
export interface GraphMedium {
  id: string;
  /** When it appeared. */
  at: Date;
  /** IMAGE or CAROUSEL_ALBUM. */
  type: string;
  /** Undefined where the answer has no such field. */
  caption: string | undefined;
  permalink: string | null;
}

export interface GraphProfile {
  id: string;
  username: string | null;
}

/** A long-lived token in place of the one before. */
export interface GraphToken {
  token: string;
  /** Seconds. */
  expiresIn: number;
}
