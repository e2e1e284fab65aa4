import type { PhotoResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { useList } from '../../ui/use-list.ts';
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
  const { query, items } = useList(
    ['photos', filters],
    async (cursor) => {
      const asked = { ...filters, limit: PAGE, total: cursor === undefined, cursor };
      const page = await ok(api.GET('/api/v1/photos', { params: { query: asked } }));
      return { ...page, items: (page.items as PhotoResponse[]).map(gridPhoto) };
    },
    // Far down a long list, every page would be read again.
    { large: true, every: (pages) => (pages > 3 ? false : OFTEN_MS) },
  );
  const readAll = async (): Promise<string[]> => {
    let result = query;
    for (let last = query.hasNextPage; last; last = result.hasNextPage) result = await query.fetchNextPage();
    return result.data?.pages.flatMap((page) => page.items.map(({ id }) => id)) ?? [];
  };
  return { query, items, total: query.data?.pages[0]?.total, readAll };
}
