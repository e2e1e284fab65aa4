import type { PostResponse } from '@trellis/api-client';

/** The time of day in the account's zone; empty for a post without a time. */
export const timeOf = ({ scheduledLocal }: Pick<PostResponse, 'scheduledLocal'>): string =>
  scheduledLocal?.slice(11, 16) ?? '';

export const dateOf = ({ scheduledLocal }: Pick<PostResponse, 'scheduledLocal'>): string =>
  scheduledLocal?.slice(0, 10) ?? '';

/** What a post is called in lists: the beginning of its caption. */
export function nameOf({ caption, state }: Pick<PostResponse, 'caption' | 'state'>): string {
  const [line = ''] = caption.trim().split('\n');
  return line === '' ? `Post without a caption (${state})` : line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

/** Whether a person may give it another time. */
export const isMovable = ({ state }: Pick<PostResponse, 'state'>): boolean =>
  state === 'scheduled' || state === 'draft';
