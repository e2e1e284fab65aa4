import { useMemo } from 'react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { PhotoResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { gridPhoto } from './photo-name.ts';

const PAGE = 100;
const OFTEN_MS = 5_000;

export interface PhotoFilters {
  q?: string;
  personaId?: string;
  clusterId?: string;
  readiness?: PhotoResponse['readiness']['state'];
  use?: 'free' | 'held' | 'posted';
  starred?: boolean;
  tag?: string;
  order?: 'oldest' | 'unposted-first';
  similarTo?: string;
}

/** Photos, page by page, and the ids of all that the filters find. */
export function usePhotos(filters: PhotoFilters) {
  const query = useInfiniteQuery({
    queryKey: ['photos', filters],
    queryFn: async ({ pageParam }) => {
      const query = { ...filters, limit: PAGE, total: pageParam === undefined, cursor: pageParam };
      const { items: photos, nextCursor, total } = await ok(api.GET('/api/v1/photos', { params: { query } }));
      return { items: (photos as PhotoResponse[]).map(gridPhoto), nextCursor, total };
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    placeholderData: keepPreviousData,
    structuralSharing: false,
    // Far down a long list, every page would be read again.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 3 ? false : OFTEN_MS),
  });
  const { data } = query;
  const items = useMemo(() => data?.pages.flatMap((page) => page.items), [data]);
  const readAll = async (): Promise<string[]> => {
    let result = query;
    for (let last = query.hasNextPage; last; last = result.hasNextPage) result = await query.fetchNextPage();
    return result.data?.pages.flatMap((page) => page.items.map(({ id }) => id)) ?? [];
  };
  return { query, items, total: query.data?.pages[0]?.total, readAll };
}
