import { channel } from 'node:diagnostics_channel';

export interface RenditionProgress {
  /** The points at which a death leaves another state, in this order. */
  point: 'attempt-counted' | 'reserved' | 'stored' | 'settled';
  photoId: string;
}

const renditionProgress = channel('trellis.rendition');

export const reached = (progress: RenditionProgress): void => renditionProgress.publish(progress);
