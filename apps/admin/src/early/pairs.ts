import { api, ok } from '../api/client.ts';

interface AskedPairs {
  ahead: number;
  stepId?: string;
  /** Pairs that shall not come, as `a:b`, separated by commas. */
  skip?: string;
}

/** The next pairs of a run. @throws ProblemError, TypeError when the server does not answer */
export const readPairs = (runId: string, query: AskedPairs) =>
  ok(api.GET('/api/v1/runs/{id}/pairs', { params: { path: { id: runId }, query } }));

/** The name under which the first pairs of a screen are begun. */
export const firstPairs = (runId: string): string => `pairs ${runId}`;
