import type { Winner } from '@trellis/pipeline';
import type { ClusterLinkEntity } from './cluster-link.entity.ts';
import type { LinkDecision } from './link-decision.ts';

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

export const intentionOf = (
  runId: string,
  photoId: string,
  { personaId, clusterId, winner }: Extract<LinkDecision, { do: 'create' }>,
): LinkIntention => ({ runId, photoId, personaId, clusterId, winner });

/** Whether the decision and the locked link of this moment are those of the intention. */
export const stillIntended = (
  decision: LinkDecision,
  link: Pick<ClusterLinkEntity, 'intendedPhotoId'>,
  intention: LinkIntention,
): boolean =>
  decision.do === 'create' &&
  decision.winner.candidateId === intention.winner.candidateId &&
  decision.clusterId === intention.clusterId &&
  link.intendedPhotoId === intention.photoId;
