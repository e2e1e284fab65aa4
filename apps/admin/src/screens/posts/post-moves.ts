import type { PostResponse, TimeDto } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import { toast, toastError } from '../../ui/toasts.tsx';

const at = ({ id }: Pick<PostResponse, 'id'>) => ({ params: { path: { id } } });

function then(said: string, done: Promise<PostResponse>): void {
  done
    .finally(() => queryClient.invalidateQueries())
    .then(() => toast(said))
    .catch(toastError);
}

/** What a person decides about a post. A refusal says why. */
export const postMoves = {
  schedule: (post: PostResponse, when: TimeDto) =>
    then('The post is scheduled', ok(api.POST('/api/v1/posts/{id}/schedule', { ...at(post), body: when }))),
  publish: (post: PostResponse) =>
    then('The post is due now', ok(api.POST('/api/v1/posts/{id}/publish', { ...at(post), body: {} }))),
  retry: (post: PostResponse, when: TimeDto) =>
    then('The post is scheduled again', ok(api.POST('/api/v1/posts/{id}/retry', { ...at(post), body: when }))),
  unschedule: (post: PostResponse) =>
    then('The post is a draft again', ok(api.POST('/api/v1/posts/{id}/unschedule', at(post)))),
  cancel: (post: PostResponse) => then('The post is cancelled', ok(api.POST('/api/v1/posts/{id}/cancel', at(post)))),
};
