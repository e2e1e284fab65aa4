import type { CandidateResponse, PhotoBatchDto } from '@trellis/api-client';
import { api, ok } from './client.ts';
import { partsOf } from './parts.ts';
import { ProblemError } from './problem-error.ts';
import { queryClient } from './query-client.ts';

/** What can be undone, as data: it outlives a reload of the page. */
export type Act =
  | { do: 'reject'; ids: string[] }
  | { do: 'lift'; ids: string[] }
  | { do: 'winner'; runId: string; candidateId: string | null }
  | { do: 'weight'; pillarId: string; weight: number; seen: string }
  | { do: 'uncrop'; photoId: string }
  | { do: 'photos'; batches: PhotoBatchDto[] }
  | { do: 'restore'; photoIds: string[] }
  | { do: 'schedule'; postId: string; localTime: string }
  | { do: 'unschedule'; postId: string };

/** At once on the screen, before the server has answered. What it reads afterwards is the server's. */
export function showCandidates(changed: (one: CandidateResponse) => Partial<CandidateResponse> | undefined): void {
  const change = <T>(value: T): T => {
    if (Array.isArray(value)) return value.map(change) as T;
    if (typeof value !== 'object' || value === null) return value;
    if ('pages' in value) return { ...value, pages: change(value.pages) };
    if ('items' in value) return { ...value, items: change(value.items) };
    return 'eloScore' in value ? { ...value, ...changed(value as unknown as CandidateResponse) } : value;
  };
  queryClient.setQueriesData({ predicate: ({ queryKey }) => queryKey[2] === 'candidates' }, change);
}

/** The candidates that one request rejects or lifts, at most. */
export const MOST_REJECTIONS = 200;

export const showStatus = (ids: readonly string[], status: CandidateResponse['status']) => {
  const named = new Set(ids);
  showCandidates(({ id }) => (named.has(id) ? { status } : undefined));
};

/** The answer holds one result for each id. @throws ProblemError for the first refusal */
export function allDone<T extends { status: string; code: string | null; detail: string | null }>(
  results: readonly T[],
): readonly T[] {
  const refused = results.find(({ status }) => status === 'refused');
  if (refused) throw new ProblemError({ status: 207, code: refused.code ?? '', detail: refused.detail ?? '' });
  return results;
}

const doers: { [D in Act['do']]: (act: Extract<Act, { do: D }>) => Promise<unknown> } = {
  reject: async ({ ids }) => {
    showStatus(ids, 'rejected');
    for (const part of partsOf(ids, MOST_REJECTIONS))
      allDone((await ok(api.POST('/api/v1/candidates/rejections', { body: { ids: part } }))).results);
  },
  lift: async ({ ids }) => {
    showStatus(ids, 'active');
    for (const part of partsOf(ids, MOST_REJECTIONS))
      allDone((await ok(api.DELETE('/api/v1/candidates/rejections', { body: { ids: part } }))).results);
  },
  winner: ({ runId, candidateId }) => {
    showCandidates(({ id }) => ({ isWinner: id === candidateId }));
    const params = { path: { id: runId } };
    return candidateId
      ? ok(api.PUT('/api/v1/runs/{id}/winner', { params, body: { candidateId } }))
      : ok(api.DELETE('/api/v1/runs/{id}/winner', { params }));
  },
  weight: ({ pillarId, weight, seen }) =>
    ok(
      api.PATCH('/api/v1/pillars/{id}', {
        params: { path: { id: pillarId }, header: { 'If-Match': seen } },
        body: { weight },
      }),
    ),
  uncrop: ({ photoId }) => ok(api.DELETE('/api/v1/photos/{id}/crop', { params: { path: { id: photoId } } })),
  photos: async ({ batches }) => {
    for (const body of batches) allDone((await ok(api.POST('/api/v1/photos/batch', { body }))).results);
  },
  schedule: ({ postId, localTime }) =>
    ok(api.POST('/api/v1/posts/{id}/schedule', { params: { path: { id: postId } }, body: { localTime } })),
  unschedule: ({ postId }) => ok(api.POST('/api/v1/posts/{id}/unschedule', { params: { path: { id: postId } } })),
  restore: async ({ photoIds }) => {
    for (const id of photoIds) await ok(api.POST('/api/v1/photos/{id}/restoration', { params: { path: { id } } }));
  },
};

/** Does it, and reads again what is shown, also when it was refused. */
export async function perform(act: Act): Promise<void> {
  try {
    await (doers[act.do] as (act: Act) => Promise<unknown>)(act);
  } finally {
    await queryClient.invalidateQueries();
  }
}
