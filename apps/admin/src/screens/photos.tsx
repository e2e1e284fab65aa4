import { Group, NativeSelect, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { PhotoResponse } from '@trellis/api-client';
import { api, ok } from '../api/client.ts';
import { reads } from '../api/reads.ts';
import { FilterField } from '../ui/filter-field.tsx';
import { More } from '../ui/more.tsx';
import { Empty, Page, Pending } from '../ui/page.tsx';
import { PhotoLoupe } from './photo-loupe.tsx';
import { nameOf } from './photo-name.ts';

const states = ['ready', 'needs_crop', 'preparing', 'failed'] as const;
const OFTEN_MS = 5_000;

/** Every photo, and one of them in the loupe. */
export function Screen() {
  const search = useSearch({ from: '/photos' });
  const navigate = useNavigate();
  const { data: personas } = useQuery(reads.personas());
  const { photo: open, ...filters } = search;
  const photos = useInfiniteQuery({
    queryKey: ['photos', filters],
    queryFn: ({ pageParam }) =>
      ok(api.GET('/api/v1/photos', { params: { query: { ...filters, limit: 60, cursor: pageParam } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: OFTEN_MS,
  });
  const items = photos.data?.pages.flatMap((page) => page.items as PhotoResponse[]);
  const at = items?.findIndex(({ id }) => id === open) ?? -1;
  const set = (next: Partial<typeof search>, replace = true) =>
    void navigate({ to: '/photos', search: { ...search, ...next }, replace });
  const neighbour = (by: 1 | -1) => {
    const other = items?.[at + by];
    return other && (() => set({ photo: other.id }));
  };
  return (
    <Page
      title="Photos"
      aside={
        <>
          <NativeSelect
            aria-label="Persona"
            value={search.personaId ?? ''}
            data={[
              { value: '', label: 'Every persona' },
              ...(personas?.items ?? []).map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onChange={({ currentTarget }) => set({ personaId: currentTarget.value || undefined })}
          />
          <NativeSelect
            aria-label="State"
            value={search.readiness ?? ''}
            data={[{ value: '', label: 'Every state' }, ...states]}
            onChange={({ currentTarget }) => set({ readiness: states.find((one) => one === currentTarget.value) })}
          />
          <FilterField value={search.q} onChange={(q) => set({ q })} />
        </>
      }
    >
      {!items ? (
        <Pending error={photos.error} what="Photos" />
      ) : items.length === 0 ? (
        <Empty>No photo is like this. The winner of each completed run becomes one.</Empty>
      ) : (
        <>
          <ul className="grid">
            {items.map((photo) => (
              <li key={photo.id}>
                <PhotoTile photo={photo} onOpen={() => set({ photo: photo.id }, false)} />
              </li>
            ))}
          </ul>
          <More query={photos} />
        </>
      )}
      {open && (
        <PhotoLoupe
          key={open}
          id={open}
          onPrevious={neighbour(-1)}
          onNext={neighbour(1)}
          onClose={() => set({ photo: undefined })}
        />
      )}
    </Page>
  );
}

function PhotoTile({ photo, onOpen }: { photo: PhotoResponse; onOpen: () => void }) {
  const small = photo.renditions.thumb?.url ?? photo.renditions.preview?.url;
  return (
    <>
      <button type="button" className="tile" onClick={onOpen} aria-label={`Open ${nameOf(photo)}`}>
        {small && <img src={small} alt="" loading="lazy" />}
      </button>
      <Group justify="space-between" gap="xs">
        <Text size="xs">{photo.readiness.state.replace('_', ' ')}</Text>
        {photo.starred && <Text size="xs">★ starred</Text>}
      </Group>
    </>
  );
}
