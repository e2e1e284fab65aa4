import { useMemo } from 'react';
import { api, ok } from '../../api/client.ts';
import { begunOr } from '../../early/begun.ts';
import { PAGE, firstCandidates, readCandidates, type CandidateFilter } from '../../early/candidates.ts';
import { useList } from '../../ui/use-list.ts';

/** The candidates of a run, page by page; `total` of the filter as the server has counted it. */
export function useCandidates(runId: string, filter: CandidateFilter) {
  const path = { id: runId };
  const { status } = filter;
  const { query, items: loaded } = useList(
    ['run', runId, 'candidates', filter],
    (cursor) => {
      const read = () => readCandidates(runId, filter, cursor);
      return cursor === undefined ? begunOr(firstCandidates(runId, filter), read) : read();
    },
    { large: true },
  );
  // What was rejected a moment ago is gone at once.
  const items = useMemo(() => loaded?.filter((one) => !status || one.status === status), [loaded, status]);
  const total = query.hasNextPage ? query.data?.pages[0]?.total : items?.length;
  const readAll = async (): Promise<string[]> => {
    const ids = query.hasNextPage ? [] : (items ?? []).map(({ id }) => id);
    for (let cursor: string | null | undefined = query.hasNextPage ? undefined : null; cursor !== null;) {
      const page: { items: { id: string }[]; nextCursor: string | null } = await ok(
        api.GET('/api/v1/runs/{id}/candidates', {
          params: { path, query: { ...filter, limit: PAGE, fields: 'id', cursor } },
        }),
      );
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    return ids;
  };
  return { query, items, total, readAll };
}
