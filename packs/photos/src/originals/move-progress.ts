import { channel } from 'node:diagnostics_channel';

export interface MoveProgress {
  /** The points at which a death leaves another state, in this order. */
  point: 'reserved' | 'stored' | 'switched';
  photoId: string;
}

const moveProgress = channel('trellis.original-move');

export const reached = (progress: MoveProgress): void => moveProgress.publish(progress);
