import { MOST_REJECTIONS, allDone, perform, showStatus } from '../../api/acts.ts';
import { api, ok } from '../../api/client.ts';
import { partsOf } from '../../api/parts.ts';
import { queryClient } from '../../api/query-client.ts';
import { toast, toastError } from '../../ui/toasts.tsx';

async function rejectAll(ids: readonly string[]): Promise<void> {
  showStatus(ids, 'rejected');
  const rejected: string[] = [];
  try {
    for (const part of partsOf(ids, MOST_REJECTIONS)) {
      const { results } = await ok(api.POST('/api/v1/candidates/rejections', { body: { ids: part } }));
      // Also what was made from them: undo restores exactly these.
      rejected.push(...results.flatMap(({ rejectedIds }) => rejectedIds));
      allDone(results);
    }
  } finally {
    if (rejected.length > 0) toast(`${rejected.length} rejected`, { undo: { do: 'lift', ids: rejected } });
    await queryClient.invalidateQueries();
  }
}

async function liftAll(ids: string[]): Promise<void> {
  await perform({ do: 'lift', ids });
  toast(ids.length === 1 ? 'The rejection is lifted' : `${ids.length} rejections are lifted`, {
    undo: { do: 'reject', ids },
  });
}

async function choose(runId: string, candidateId: string, before: string | null): Promise<void> {
  await perform({ do: 'winner', runId, candidateId });
  toast('The winner is chosen', { undo: { do: 'winner', runId, candidateId: before } });
}

/** What is done to candidates: seen at once, each with its way back. */
export const candidateActs = {
  reject: (ids: readonly string[]) => void rejectAll(ids).catch(toastError),
  lift: (ids: readonly string[]) => void liftAll([...ids]).catch(toastError),
  makeWinner: (runId: string, candidateId: string, before: string | null) =>
    void choose(runId, candidateId, before).catch(toastError),
};
