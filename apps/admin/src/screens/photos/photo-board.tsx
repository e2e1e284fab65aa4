import { useState } from 'react';
import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useKeys } from '../../keys/use-keys.ts';
import { useWhyNot } from '../../session/session.tsx';
import { Compare } from '../../ui/compare.tsx';
import type { Picture } from '../../ui/grid/picture.ts';
import { PictureGrid } from '../../ui/grid/picture-grid.tsx';
import { SelectionBar } from '../../ui/grid/selection-bar.tsx';
import { usePicks } from '../../ui/grid/use-picks.ts';
import { toastError } from '../../ui/toasts.tsx';
import { ChangeButton } from '../../ui/when-allowed.tsx';
import { MoveDialog, TagDialog } from './batch-dialogs.tsx';
import { remove, star } from './photo-acts.ts';
import { PostDialog } from './post-dialog.tsx';
import { PhotoLoupe } from './photo-loupe.tsx';
import type { GridPhoto } from './photo-name.ts';

interface Props {
  photos: readonly GridPhoto[];
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  readAll: () => Promise<readonly string[]>;
  /** The photo in the loupe, by the address. */
  open: string | undefined;
  onOpen: (id: string | undefined, replace: boolean) => void;
}

/** Photos as tiles, what can be done to many of them, and one in the loupe. */
export function PhotoBoard({ photos, query, readAll, open, onOpen }: Props) {
  const [last, setLast] = useState<string>();
  const [zoomed, zoom] = useState(false);
  const [asking, ask] = useState<'tag' | 'move' | 'compare' | 'post'>();
  const picks = usePicks(photos, readAll);
  const whyNot = useWhyNot();
  const at = photos.findIndex(({ id }) => id === (open ?? last));
  const current = photos[Math.max(at, 0)];
  const picked = photos.filter(({ id }) => picks.ids.has(id));
  const meant = picked.length > 0 ? picked : current ? [current] : [];
  const canCompare = picked.length >= 2 && picked.length <= 4;
  const show = (id: string | undefined, replace: boolean, atFullSize = false) => {
    setLast(id ?? open);
    zoom(atFullSize);
    onOpen(id, replace);
  };
  const neighbour = (by: 1 | -1) => {
    const other = photos[at + by];
    return open && other && (() => show(other.id, true));
  };
  const starThem = () => void star(meant).catch(toastError);
  useKeys('photos', whyNot || open ? {} : { star: starThem, tag: () => ask('tag'), move: () => ask('move') });
  const zoomIn = () => current && show(current.id, false, true);
  useKeys('grid', open ? {} : { zoom: zoomIn, compare: () => canCompare && ask('compare') });
  return (
    <Stack>
      <SelectionBar picks={picks}>
        <ChangeButton size="xs" variant="default" onClick={() => ask('tag')} aria-keyshortcuts="T">
          Tag
        </ChangeButton>
        <ChangeButton size="xs" variant="default" onClick={starThem} aria-keyshortcuts="*">
          Star
        </ChangeButton>
        <ChangeButton size="xs" variant="default" onClick={() => ask('move')} aria-keyshortcuts="M">
          Move
        </ChangeButton>
        <ChangeButton size="xs" variant="default" onClick={() => ask('post')}>
          Create post
        </ChangeButton>
        <Button size="xs" variant="default" disabled={!canCompare} onClick={() => ask('compare')}>
          Compare
        </Button>
        <ChangeButton
          role="admin"
          size="xs"
          color="red.9"
          onClick={() => {
            picks.clear();
            void remove(picked).catch(toastError);
          }}
        >
          Delete
        </ChangeButton>
      </SelectionBar>
      <PictureGrid
        name="Photos"
        items={photos}
        pictureOf={pictureFor}
        current={current?.id}
        onCurrent={setLast}
        onOpen={(id) => show(id, false)}
        opensAtOnce
        picks={picks}
        isOpen={open !== undefined || asking !== undefined}
        onEnd={query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined}
      />
      {open && (
        <PhotoLoupe
          id={open}
          zoomed={zoomed}
          ahead={[photos[at + 1], photos[at + 2], photos[at - 1]].flatMap((one) => (one ? [one.large] : []))}
          onPrevious={neighbour(-1) || undefined}
          onNext={neighbour(1) || undefined}
          onClose={() => show(undefined, true)}
        />
      )}
      {asking === 'tag' && <TagDialog photos={meant} onClose={() => ask(undefined)} />}
      {asking === 'move' && <MoveDialog photos={meant} onClose={() => ask(undefined)} />}
      {asking === 'post' && <PostDialog photos={meant} onClose={() => ask(undefined)} />}
      {asking === 'compare' && (
        <Compare
          pictures={picked.map((one) => ({ src: one.large, alt: one.name, one }))}
          onClose={() => ask(undefined)}
        >
          {({ one }) => <Text size="sm">{one.state}</Text>}
        </Compare>
      )}
    </Stack>
  );
}

const pictureFor = ({ id, small, name, placeholder, state, starred, isHeld }: GridPhoto): Picture => ({
  id,
  src: small,
  alt: '',
  name: `Open ${name}`,
  placeholder,
  caption: (
    <Group gap={6} wrap="nowrap">
      <Text size="xs">{state}</Text>
      {starred && <Text size="xs">★ starred</Text>}
      {isHeld && <Badge color="blue.9">held</Badge>}
    </Group>
  ),
});
