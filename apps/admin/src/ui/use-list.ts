import { useMemo } from 'react';
import { keepPreviousData, useInfiniteQuery, type QueryKey } from '@tanstack/react-query';

export interface PageOf<T> {
  items: T[];
  nextCursor: string | null;
  /** Of the first page, when it was asked for. */
  total?: number | string;
}

interface Options {
  /** Asks again this often, in milliseconds, given how many pages are loaded. */
  every?: number | ((pages: number) => number | false);
  /** Comparing every page of a large list with the one before costs more than painting again. */
  large?: boolean;
}

/** A list, page by page: `items` are those that are loaded; `query` is for `More`. */
export function useList<T>(
  queryKey: QueryKey,
  read: (cursor: string | undefined) => Promise<PageOf<T>>,
  { every, large = false }: Options = {},
) {
  const query = useInfiniteQuery({
    queryKey: [...queryKey, 'pages'],
    queryFn: ({ pageParam }) => read(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    structuralSharing: !large,
    refetchInterval: ({ state }) =>
      typeof every === 'function' ? every(state.data?.pages.length ?? 0) : (every ?? false),
  });
  const { data } = query;
  const items = useMemo(() => data?.pages.flatMap((page) => page.items), [data]);
  return { query, items };
}
