import { Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ClusterPhotoResponse } from '@trellis/api-client';
import { reads } from '../../api/reads.ts';
import { placeholderOf } from '../../ui/grid/placeholder.ts';
import { Empty, Pending } from '../../ui/page.tsx';
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
  const { data, error } = useQuery(reads.clusterPhotos(clusterId));
  const at = data?.items.findIndex(({ id }) => id === open) ?? -1;
  const neighbour = (by: 1 | -1) => {
    const other = at < 0 ? undefined : data?.items[at + by];
    return other && (() => onOpen(other.id, true));
  };
  return (
    <section aria-label="Photos">
      <Title order={2} size="h4" mb="sm">
        Photos
      </Title>
      {!data ? (
        <Pending error={error} what="Photos" />
      ) : data.items.length === 0 ? (
        <Empty>The winner of each completed run becomes a photo here. Photos can also be uploaded.</Empty>
      ) : (
        <ul className="grid">
          {data.items.map((photo) => (
            <li key={photo.id}>
              <PhotoTile photo={photo} onOpen={() => onOpen(photo.id, false)} />
            </li>
          ))}
        </ul>
      )}
      {open && (
        <PhotoLoupe
          id={open}
          ahead={[data?.items[at + 1], data?.items[at - 1]].flatMap((one) => (one ? [largeOf(one)] : []))}
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
