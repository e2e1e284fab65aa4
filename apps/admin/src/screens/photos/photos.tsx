import { useNavigate, useSearch } from '@tanstack/react-router';
import { Text } from '@mantine/core';
import { SizeSlider } from '../../ui/grid/size-slider.tsx';
import { Empty, Page, Pending } from '../../ui/page.tsx';
import { PhotoBoard } from './photo-board.tsx';
import { PhotoFields } from './photo-fields.tsx';
import { usePhotos } from './use-photos.ts';

/** Every photo, and one of them in the loupe. */
export function Screen() {
  const search = useSearch({ from: '/photos' });
  const navigate = useNavigate();
  const { photo: open, ...filters } = search;
  const photos = usePhotos(filters);
  const { items, query, total } = photos;
  const set = (next: Partial<typeof search>, replace = true) =>
    void navigate({ to: '/photos', search: { ...search, ...next }, replace, resetScroll: false });
  return (
    <Page
      title="Photos"
      aside={
        <>
          <SizeSlider />
          <PhotoFields filters={filters} onChange={set} />
        </>
      }
    >
      {!items ? (
        <Pending error={query.error} what="Photos" />
      ) : items.length === 0 ? (
        <Empty>No photo is like this. The winner of each completed run becomes one.</Empty>
      ) : (
        <>
          <Text size="sm" c="dimmed">
            {total} {total === 1 ? 'photo' : 'photos'}
          </Text>
          <PhotoBoard
            photos={items}
            query={query}
            readAll={photos.readAll}
            open={open}
            onOpen={(id, replace) => set({ photo: id }, replace)}
          />
        </>
      )}
    </Page>
  );
}
