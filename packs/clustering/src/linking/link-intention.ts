import type { Winner } from '@trellis/pipeline';
import type { ObjectPlace } from '@trellis/storage';
import type { ClusterLinkEntity } from './cluster-link.entity.ts';
import type { LinkDecision } from './link-decision.ts';

/** The recorded intention of a link, written before the store is used. */
export interface LinkIntention {
  runId: string;
  photoId: string;
  personaId: string;
  clusterId: string;
  winner: Winner;
  /** Null for a candidate that was imported without the facts of its file. */
  place: ObjectPlace | null;
}

/** The actor, and whether the link is retried automatically when the store fails. */
export interface LinkAttempt {
  actor: string;
  lastAttempt: boolean;
}

export const intentionOf = (
  at: Pick<LinkIntention, 'runId' | 'photoId' | 'place'>,
  { personaId, clusterId, winner }: Extract<LinkDecision, { do: 'create' }>,
): LinkIntention => ({ ...at, personaId, clusterId, winner });

/** The place that a link intends, if it is known. */
export const intendedPlace = ({
  intendedStore,
  intendedKey: key,
}: Pick<ClusterLinkEntity, 'intendedStore' | 'intendedKey'>): ObjectPlace | null =>
  // The former release wrote no store. Everything was public.
  key === null ? null : { store: intendedStore ?? 'public', key };

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
