import { useQueryClient } from '@tanstack/react-query';
import type { CandidateResponse } from '@trellis/api-client';
import { api, ok } from '../api/client.ts';
import { messageOf } from '../api/problem-error.ts';
import { toast } from '../ui/toasts.tsx';

/** What is done to candidates of a run, each with its undo. */
export function useCandidateActs(runId: string) {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ['run', runId] });
  const failed = (error: unknown) => toast(messageOf(error), { color: 'red' });
  const params = { path: { id: runId } };

  const lift = async (ids: string[]) => {
    await ok(api.DELETE('/api/v1/candidates/rejections', { body: { ids } }));
    await refresh();
  };
  const reject = async (ids: string[]) => {
    const { results } = await ok(api.POST('/api/v1/candidates/rejections', { body: { ids } }));
    // Also what was made from them: undo restores exactly these.
    const changed = results.flatMap(({ rejectedIds }) => rejectedIds);
    const refused = results.find(({ status }) => status === 'refused');
    await refresh();
    toast(`${changed.length} rejected${refused ? `. ${refused.detail}` : ''}`, {
      undo: changed.length > 0 ? () => void lift(changed).catch(failed) : undefined,
    });
  };
  const makeWinner = async ({ id }: CandidateResponse, before: string | undefined) => {
    await ok(api.PUT('/api/v1/runs/{id}/winner', { params, body: { candidateId: id } }));
    await refresh();
    const back = () =>
      before
        ? ok(api.PUT('/api/v1/runs/{id}/winner', { params, body: { candidateId: before } }))
        : ok(api.DELETE('/api/v1/runs/{id}/winner', { params }));
    toast('The winner is chosen', { undo: () => void back().then(refresh, failed) });
  };
  return {
    reject: (ids: string[]) => void reject(ids).catch(failed),
    lift: (ids: string[]) => void lift(ids).catch(failed),
    makeWinner: (candidate: CandidateResponse, before?: string) => void makeWinner(candidate, before).catch(failed),
  };
}
