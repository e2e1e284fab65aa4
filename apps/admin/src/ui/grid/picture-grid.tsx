import { useEffect, useRef } from 'react';
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import type { Picture } from './picture.ts';
import { Tile } from './tile.tsx';
import { TILE_SIZES, useTileSize } from './tile-size.ts';
import { useTop } from './use-top.ts';
import { useGridKeys } from './use-grid-keys.ts';
import type { Picks } from './use-picks.ts';

const GAP = 12;
const CAPTION = 34;
const HEADER = 64;
const PHONE = 480;

interface Props<T extends { id: string }> {
  name: string;
  items: readonly T[];
  /** What is shown of an item; called for those in sight only. */
  pictureOf: (item: T, n: number) => Picture;
  current: string | undefined;
  onCurrent: (id: string) => void;
  onOpen: (id: string) => void;
  /** Whether one click opens. Without it, one click makes the picture the current one. */
  opensAtOnce?: boolean;
  picks: Picks;
  /** While a picture is open, its keys come first. */
  isOpen: boolean;
  /** The next page, when the end comes into sight. */
  onEnd?: () => void;
}

/** The one grid of pictures: only the rows in sight are in the document. */
export function PictureGrid<T extends { id: string }>(props: Props<T>) {
  const { name, items, pictureOf, current, onCurrent, onOpen, opensAtOnce = false, picks, isOpen, onEnd } = props;
  const [size] = useTileSize();
  const { ref: sized, width } = useElementSize();
  const own = useRef<HTMLDivElement>(null);
  const ref = useMergedRef(sized, own);
  const top = useTop(own, width);
  const least = width < PHONE ? Math.min(TILE_SIZES[size] ?? 220, 150) : (TILE_SIZES[size] ?? 220);
  const columns = Math.max(1, Math.floor((width + GAP) / (least + GAP)));
  const height = ((width - GAP * (columns - 1)) / columns) * 1.25 + CAPTION + GAP;
  const rows = useWindowVirtualizer({
    count: width === 0 ? 0 : Math.ceil(items.length / columns),
    estimateSize: () => height,
    overscan: 2,
    scrollMargin: top,
    scrollPaddingStart: HEADER,
    scrollPaddingEnd: GAP,
  });
  useEffect(() => rows.measure(), [rows, height]);
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const near = (last + 3) * columns >= items.length;
  useEffect(() => {
    if (near) onEnd?.();
  }, [near, onEnd, items.length]);
  useGridKeys({ items, current, columns, picks, isOpen, onOpen }, (id) => {
    onCurrent(id);
    const n = items.findIndex((one) => one.id === id);
    rows.scrollToIndex(Math.floor(n / columns), { align: 'auto' });
  });
  return (
    <div ref={ref} role="grid" aria-label={name} aria-rowcount={Math.ceil(items.length / columns)} aria-multiselectable>
      <div role="rowgroup" className="rows" style={{ height: rows.getTotalSize() }}>
        {shown.map(({ index, start, key }) => (
          <div
            key={key}
            role="row"
            aria-rowindex={index + 1}
            className="row"
            style={{ transform: `translateY(${start - top}px)`, gridTemplateColumns: `repeat(${columns}, 1fr)` }}
          >
            {items.slice(index * columns, (index + 1) * columns).map((item, n) => (
              <Tile
                key={item.id}
                picture={pictureOf(item, index * columns + n)}
                n={index * columns + n + 1}
                isCurrent={item.id === current}
                picks={picks}
                current={current}
                onClick={() => (opensAtOnce ? onOpen(item.id) : onCurrent(item.id))}
                onOpen={() => onOpen(item.id)}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
