import { api, ok } from '../../api/client.ts';
import { ProblemError } from '../../api/problem-error.ts';
import { begunOr } from '../../early/begun.ts';
import { AHEAD } from '../../early/ahead.ts';
import { firstPairs, readPairs } from '../../early/pairs.ts';
import { decode, pictureOf } from '../../ui/decode.ts';
import type { Pair, VoteWorld } from './vote-state.ts';

const SEEN_MS = 150;

const skipped = (pairs: readonly Pair[]) =>
  pairs.length > 0 ? { skip: pairs.map(({ a, b }) => `${a.id}:${b.id}`).join(',') } : {};

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

interface Wanted {
  /** Only pairs of this step. */
  stepId?: string;
  /** `prefetch=off` in the address is for measuring what prefetching saves. */
  prefetch: boolean;
}

/** Voting on a run over the API. */
export function voteWorld(runId: string, { stepId, prefetch }: Wanted): VoteWorld {
  const path = { id: runId };
  const asked = (ahead: number, skip: readonly Pair[]) => ({
    ahead: prefetch ? ahead : 1,
    ...(stepId && { stepId }),
    ...skipped(skip),
  });
  const key = `trellis-votes-${runId}`;
  return {
    acts: { read: () => sessionStorage.getItem(key), write: (text) => sessionStorage.setItem(key, text) },
    pairs: (ahead, skip) => {
      const read = () => readPairs(runId, asked(ahead, skip));
      return prefetch && !stepId && skip.length === 0 ? begunOr(firstPairs(runId), read) : read();
    },
    vote: async ({ a, b }, outcome, key, skip) => {
      const query = asked(AHEAD, skip);
      const answer = await ok(
        api.POST('/api/v1/runs/{id}/votes', {
          params: { path, query, header: { 'Idempotency-Key': key } },
          body: { candidateA: a.id, candidateB: b.id, outcome },
        }),
      );
      const { pairs = [], reason = null, votesCast = 0, openPairs = 0 } = answer;
      return { ...answer, pairs, reason, votesCast, openPairs };
    },
    undo: async (voteId) => {
      await ok(api.DELETE('/api/v1/runs/{id}/votes/{voteId}', { params: { path: { id: runId, voteId } } }));
    },
    reject: async (ids) => {
      const { results } = await ok(api.POST('/api/v1/candidates/rejections', { body: { ids: [...ids] } }));
      return results.flatMap(({ rejectedIds }) => rejectedIds);
    },
    lift: async (ids) => {
      await ok(api.DELETE('/api/v1/candidates/rejections', { body: { ids: [...ids] } }));
    },
    decode: (candidateId) => decode(pictureOf(candidateId)),
    painted: async () => {
      await frame();
      await frame();
      await pause(SEEN_MS);
    },
    newKey: () => crypto.randomUUID(),
    refusalOf: (error) => {
      if (!(error instanceof ProblemError) || error.problem.status >= 500) return undefined;
      return error.problem.code === 'already_voted' ? 'already_voted' : error.problem.detail;
    },
    wait: pause,
  };
}
