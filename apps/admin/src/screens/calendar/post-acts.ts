import type { PostResponse } from '@trellis/api-client';
import { perform } from '../../api/acts.ts';
import { api, ok } from '../../api/client.ts';
import { toast, toastError } from '../../ui/toasts.tsx';
import { dateOf, timeOf } from './post-name.ts';
import { addDays } from './dates.ts';

/** To another date, at the same time of the day. */
export async function moveTo(post: PostResponse, date: string): Promise<void> {
  const { id: postId, scheduledLocal: before, state } = post;
  if (!before || dateOf(post) === date) return;
  await perform({ do: 'schedule', postId, localTime: `${date}T${timeOf(post)}` });
  const undo =
    state === 'draft'
      ? ({ do: 'unschedule', postId } as const)
      : ({ do: 'schedule', postId, localTime: before } as const);
  toast(`Moved to ${date}`, { undo });
}

export const moveBy = (post: PostResponse, days: number): void =>
  void moveTo(post, addDays(dateOf(post), days)).catch(toastError);

/** A draft with these photos, in their order. */
export const createPost = (accountId: string, photoIds: readonly string[]): Promise<PostResponse> =>
  ok(api.POST('/api/v1/posts', { body: { accountId, photoIds: [...photoIds] } }));
