import type { RunStanding, Winner } from '@trellis/pipeline';
import type { ClusterLinkEntity } from './cluster-link.entity.ts';

/** The current photo of a link. */
export interface CurrentPhoto {
  clusterId: string | null;
  candidateId: string | null;
  posted: boolean;
  /** A post holds it: nothing of it changes. */
  held: boolean;
}

type Link = Pick<ClusterLinkEntity, 'state' | 'reason' | 'candidateId' | 'photoDeleted'>;

/** The action for a completed run's winner. */
export type LinkDecision =
  /** The file was at fault. It is read again only on request. */
  | { do: 'leave' }
  | { do: 'skip'; reason: 'no_cluster' | 'no_winner' | 'photo_deleted'; photo: 'unchanged' | 'unassign' | 'delete' }
  | { do: 'fail'; reason: 'photo_posted' | 'photo_held' }
  /** The photo of this winner exists; only cluster and state are updated. */
  | { do: 'keep'; clusterId: string; move: boolean }
  | { do: 'create'; clusterId: string; personaId: string; winner: Winner };

/** The domain's table “Linking” as a pure function. It is evaluated again right before every commit. */
export function decideLink(run: RunStanding, link: Link, photo: CurrentPhoto | undefined): LinkDecision {
  const { clusterId, personaId, winner } = run;
  if (clusterId === null || personaId === null) {
    if (photo?.held && photo.clusterId) return { do: 'fail', reason: 'photo_held' };
    return { do: 'skip', reason: 'no_cluster', photo: photo?.clusterId ? 'unassign' : 'unchanged' };
  }
  if (winner && photo?.candidateId === winner.candidateId) {
    const move = photo.clusterId !== clusterId;
    return move && photo.held ? { do: 'fail', reason: 'photo_held' } : { do: 'keep', clusterId, move };
  }
  if (photo?.held) return { do: 'fail', reason: 'photo_held' };
  if (photo?.posted) return { do: 'fail', reason: 'photo_posted' };
  if (!winner) return { do: 'skip', reason: 'no_winner', photo: photo ? 'delete' : 'unchanged' };
  if (!photo && link.photoDeleted) return { do: 'skip', reason: 'photo_deleted', photo: 'unchanged' };
  if (failedForItsFile(link) && link.candidateId === winner.candidateId) return { do: 'leave' };
  return { do: 'create', clusterId, personaId, winner };
}

/** Reasons that end by themselves, or with what a person does elsewhere. */
const PASSING: readonly (string | null)[] = ['storage_unavailable', 'photo_posted', 'photo_held'];

const failedForItsFile = ({ state, reason }: Link): boolean => state === 'failed' && !PASSING.includes(reason);
