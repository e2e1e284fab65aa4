import { Badge } from '@mantine/core';
import type { LinkResponse } from '@trellis/api-client';

const colors: Record<string, string> = {
  linked: 'teal.9',
  pending: 'blue.9',
  skipped: '#8a4b00',
  failed: 'red.9',
  none: 'gray.7',
};

export const reasonWords: Record<string, string> = {
  no_cluster: 'The run is in no cluster. Put it into one.',
  no_winner: 'The run has no winner. Choose one.',
  photo_deleted: 'Its photo was deleted. Retry makes it again.',
  image_missing: 'The file of the winner is gone. Put it back, then retry.',
  image_changed: 'The file of the winner is not the registered one. Put the right one back, then retry.',
  image_outside_roots: 'The file of the winner is outside of the candidate folders. Move it, then retry.',
  not_an_image: 'The file of the winner is not a complete image.',
  image_too_large: 'The file of the winner is too large.',
  photo_posted: 'Its photo is posted, so another winner cannot replace it.',
  photo_held: 'A post holds its photo. It is linked when the post is cancelled, or never when it is published.',
  storage_unavailable: 'The object store did not take it. It is tried again by itself.',
};

export type LinkReason = NonNullable<LinkResponse['reason']>;

export const isReason = (text: string): text is LinkReason => text in reasonWords;

/** The state of a link, and why it is not linked. */
export function LinkChip({ state, reason }: { state: string; reason: string | null }) {
  return (
    <Badge color={colors[state] ?? 'gray.7'} variant="filled" tt="none">
      {reason ? `${state}: ${reason}` : state === 'none' ? 'not completed' : state}
    </Badge>
  );
}
