import { channel } from 'node:diagnostics_channel';

/** The points of a link, in this order unless it fails. */
export type LinkPoint = 'file-read' | 'before-commit' | 'committed';

export interface LinkProgress {
  point: LinkPoint;
  runId: string;
  /** With `committed`, for a run's first photo: the seconds since the run was completed. */
  seconds?: number;
}

/** Metrics and the crash harness subscribe to this channel; linking does not know them. */
export const linkProgress = channel('trellis.link');

export const reached = (progress: LinkProgress): void => linkProgress.publish(progress);
