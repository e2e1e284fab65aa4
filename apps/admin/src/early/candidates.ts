import type { CandidateResponse } from '@trellis/api-client';
import { api, ok } from '../api/client.ts';

/** Candidates that are read at once. */
export const PAGE = 200;

export interface CandidateFilter {
  sort: 'elo' | 'votes' | 'created';
  stepId?: string;
  status?: CandidateResponse['status'];
}

/** What the screen shows while its address has no filter. */
export const UNFILTERED: CandidateFilter = { sort: 'created', status: 'active' };

/** One page of the candidates of a run; the first one with their total. @throws ProblemError, TypeError */
export async function readCandidates(runId: string, filter: CandidateFilter, cursor?: string) {
  const query = { ...filter, limit: PAGE, total: cursor === undefined, cursor };
  const page = await ok(api.GET('/api/v1/runs/{id}/candidates', { params: { path: { id: runId }, query } }));
  return { ...page, items: page.items as CandidateResponse[] };
}

/** The name under which the first candidates of a screen are begun. */
export const firstCandidates = (runId: string, { sort, stepId, status }: CandidateFilter): string =>
  ['candidates', runId, sort, stepId, status].join(' ');
