import type { Winner } from '@trellis/pipeline';

/** What a link is about to do, as it was written down before the store was touched. */
export interface LinkIntention {
  runId: string;
  photoId: string;
  personaId: string;
  clusterId: string;
  winner: Winner;
}

/** Who asks for a link, and whether it will be asked for again by itself when the store does not answer. */
export interface LinkAttempt {
  actor: string;
  lastAttempt: boolean;
}
