import type { Winner } from '@trellis/pipeline';

/** The recorded intention of a link, written before the store is used. */
export interface LinkIntention {
  runId: string;
  photoId: string;
  personaId: string;
  clusterId: string;
  winner: Winner;
}

/** The actor, and whether the link is retried automatically when the store fails. */
export interface LinkAttempt {
  actor: string;
  lastAttempt: boolean;
}
