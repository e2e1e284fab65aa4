import { channel } from 'node:diagnostics_channel';

/** How far a link has come: in this order, unless it fails. */
export type LinkPoint = 'file-read' | 'before-commit' | 'committed';

export interface LinkProgress {
  point: LinkPoint;
  runId: string;
  /** With `committed`, of the run's first photo: since the run was completed. */
  seconds?: number;
}

/** Who wants to know (metrics, a crash harness) subscribes; linking knows none of them. */
export const linkProgress = channel('trellis.link');

export const reached = (progress: LinkProgress): void => linkProgress.publish(progress);
