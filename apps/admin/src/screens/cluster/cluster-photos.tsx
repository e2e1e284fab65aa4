import { Group, Stack, Text, Title } from '@mantine/core';
import type { ClusterPhotoResponse } from '@trellis/api-client';
import { api, ok } from '../../api/client.ts';
import { OFTEN_MS } from '../../api/reads.ts';
import { placeholderOf } from '../../ui/grid/placeholder.ts';
import { More } from '../../ui/more.tsx';
import { Empty, Pending } from '../../ui/page.tsx';
import { useList } from '../../ui/use-list.ts';
import { PhotoLoupe } from '../photos/photo-loupe.tsx';
import { largeOf, nameOf } from '../photos/photo-name.ts';

interface Props {
  clusterId: string;
  /** The photo in the loupe, by the address. */
  open: string | undefined;
  onOpen: (id: string | undefined, replace: boolean) => void;
}

/** The photos of a cluster, newest first, and one of them in the loupe. */
export function ClusterPhotos({ clusterId, open, onOpen }: Props) {
  const { query, items } = useList(
    ['cluster', clusterId, 'photos'],
    (cursor) =>
      ok(
        api.GET('/api/v1/clusters/{id}/photos', { params: { path: { id: clusterId }, query: { limit: 60, cursor } } }),
      ),
    { every: OFTEN_MS },
  );
  const at = items?.findIndex(({ id }) => id === open) ?? -1;
  const neighbour = (by: 1 | -1) => {
    const other = at < 0 ? undefined : items?.[at + by];
    return other && (() => onOpen(other.id, true));
  };
  return (
    <section aria-label="Photos">
      <Title order={2} size="h4" mb="sm">
        Photos
      </Title>
      {!items ? (
        <Pending error={query.error} what="Photos" />
      ) : items.length === 0 ? (
        <Empty>The winner of each completed run becomes a photo here. Photos can also be uploaded.</Empty>
      ) : (
        <>
          <ul className="grid">
            {items.map((photo) => (
              <li key={photo.id}>
                <PhotoTile photo={photo} onOpen={() => onOpen(photo.id, false)} />
              </li>
            ))}
          </ul>
          <More query={query} />
        </>
      )}
      {open && (
        <PhotoLoupe
          id={open}
          ahead={[items?.[at + 1], items?.[at - 1]].flatMap((one) => (one ? [largeOf(one)] : []))}
          onPrevious={neighbour(-1)}
          onNext={neighbour(1)}
          onClose={() => onOpen(undefined, true)}
        />
      )}
    </section>
  );
}

function PhotoTile({ photo, onOpen }: { photo: ClusterPhotoResponse; onOpen: () => void }) {
  const { renditions, readiness, url, placeholder } = photo;
  const small = renditions.thumb?.url ?? renditions.preview?.url;
  return (
    <Stack gap={4}>
      <button
        type="button"
        className="tile"
        aria-label={`Open ${nameOf(photo)}`}
        style={{ backgroundImage: placeholderOf(placeholder) }}
        onClick={onOpen}
      >
        {small && <img src={small} alt="" loading="lazy" />}
      </button>
      <Group justify="space-between" gap="xs">
        <Text size="xs">{readiness.state.replace('_', ' ')}</Text>
        {url && (
          <Text size="xs" component="a" href={url} target="_blank" rel="noreferrer" td="underline">
            Public picture
          </Text>
        )}
      </Group>
    </Stack>
  );
}
