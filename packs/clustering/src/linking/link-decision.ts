import type { RunStanding, Winner } from '@trellis/pipeline';
import type { ClusterLinkEntity } from './cluster-link.entity.ts';

/** The current photo of a link. */
export interface CurrentPhoto {
  clusterId: string | null;
  candidateId: string | null;
  posted: boolean;
}

type Link = Pick<ClusterLinkEntity, 'state' | 'reason' | 'candidateId' | 'photoDeleted'>;

/** The action for a completed run's winner. */
export type LinkDecision =
  /** The file was at fault. It is read again only on request. */
  | { do: 'leave' }
  | { do: 'skip'; reason: 'no_cluster' | 'no_winner' | 'photo_deleted'; photo: 'unchanged' | 'unassign' | 'delete' }
  | { do: 'fail'; reason: 'photo_posted' }
  /** The photo of this winner exists; only cluster and state are updated. */
  | { do: 'keep'; clusterId: string; move: boolean }
  | { do: 'create'; clusterId: string; personaId: string; winner: Winner };

/** The domain's table “Linking” as a pure function. It is evaluated again right before every commit. */
export function decideLink(run: RunStanding, link: Link, photo: CurrentPhoto | undefined): LinkDecision {
  const { clusterId, personaId, winner } = run;
  if (clusterId === null || personaId === null) {
    return { do: 'skip', reason: 'no_cluster', photo: photo?.clusterId ? 'unassign' : 'unchanged' };
  }
  if (winner && photo?.candidateId === winner.candidateId)
    return { do: 'keep', clusterId, move: photo.clusterId !== clusterId };
  if (photo?.posted) return { do: 'fail', reason: 'photo_posted' };
  if (!winner) return { do: 'skip', reason: 'no_winner', photo: photo ? 'delete' : 'unchanged' };
  if (!photo && link.photoDeleted) return { do: 'skip', reason: 'photo_deleted', photo: 'unchanged' };
  if (failedForItsFile(link) && link.candidateId === winner.candidateId) return { do: 'leave' };
  return { do: 'create', clusterId, personaId, winner };
}

const failedForItsFile = ({ state, reason }: Link): boolean =>
  state === 'failed' && reason !== 'storage_unavailable' && reason !== 'photo_posted';
