import type { RunStanding, Winner } from '@trellis/pipeline';
import type { ClusterLinkEntity } from './cluster-link.entity.ts';

/** The photo a link has now. */
export interface CurrentPhoto {
  clusterId: string | null;
  candidateId: string | null;
  posted: boolean;
}

type Link = Pick<ClusterLinkEntity, 'state' | 'reason' | 'candidateId' | 'photoDeleted'>;

/** What is to be done about a completed run's winner. */
export type LinkDecision =
  /** It failed for its file, and the file is looked at again only when somebody asks. */
  | { do: 'leave' }
  | { do: 'skip'; reason: 'no_cluster' | 'no_winner' | 'photo_deleted'; photo: 'stays' | 'loses its cluster' | 'goes' }
  | { do: 'fail'; reason: 'photo_posted' }
  /** The photo of this very winner exists; only cluster and state are brought in line. */
  | { do: 'keep'; clusterId: string; move: boolean }
  | { do: 'make'; clusterId: string; personaId: string; winner: Winner };

/** The table “Linking” of the domain as a function. Pure: it is asked again right before every commit. */
export function decideLink(run: RunStanding, link: Link, photo: CurrentPhoto | undefined): LinkDecision {
  const { clusterId, personaId, winner } = run;
  if (clusterId === null || personaId === null) {
    return { do: 'skip', reason: 'no_cluster', photo: photo?.clusterId ? 'loses its cluster' : 'stays' };
  }
  if (winner && photo?.candidateId === winner.candidateId)
    return { do: 'keep', clusterId, move: photo.clusterId !== clusterId };
  if (photo?.posted) return { do: 'fail', reason: 'photo_posted' };
  if (!winner) return { do: 'skip', reason: 'no_winner', photo: photo ? 'goes' : 'stays' };
  if (!photo && link.photoDeleted) return { do: 'skip', reason: 'photo_deleted', photo: 'stays' };
  if (failedForItsFile(link) && link.candidateId === winner.candidateId) return { do: 'leave' };
  return { do: 'make', clusterId, personaId, winner };
}

const failedForItsFile = ({ state, reason }: Link): boolean =>
  state === 'failed' && reason !== 'storage_unavailable' && reason !== 'photo_posted';
