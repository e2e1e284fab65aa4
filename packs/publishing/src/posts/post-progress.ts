import { channel } from 'node:diagnostics_channel';

export interface PostProgress {
  /** The points at which a death leaves another state: before the commit, after it, and after the file. */
  point: `${'scheduled' | 'cancelled' | 'posted'}-${'written' | 'committed'}` | 'posted-remembered';
  postId: string;
}

const postProgress = channel('trellis.post');

export const reached = (point: PostProgress['point'], postId: string): void =>
  postProgress.publish({ point, postId } satisfies PostProgress);
