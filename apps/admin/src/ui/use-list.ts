import { useMemo } from 'react';
import { keepPreviousData, useInfiniteQuery, type QueryKey } from '@tanstack/react-query';

interface PageOf<T> {
  items: T[];
  nextCursor: string | null;
}

interface Options {
  /** Asks again this often, in milliseconds. */
  every?: number;
}

/** A list, page by page: `items` are those that are loaded; `query` is for `More`. */
export function useList<T>(
  queryKey: QueryKey,
  read: (cursor: string | undefined) => Promise<PageOf<T>>,
  { every }: Options = {},
) {
  const query = useInfiniteQuery({
    queryKey: [...queryKey, 'pages'],
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: every,
  });
  const { data } = query;
  const items = useMemo(() => data?.pages.flatMap((page) => page.items), [data]);
  return { query, items };
}
