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

interface Props {
  name: string;
  pictures: readonly Picture[];
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
export function PictureGrid(props: Props) {
  const { name, pictures, current, onCurrent, onOpen, opensAtOnce = false, picks, isOpen, onEnd } = props;
  const [size] = useTileSize();
  const { ref: sized, width } = useElementSize();
  const own = useRef<HTMLDivElement>(null);
  const ref = useMergedRef(sized, own);
  const top = useTop(own, width);
  const least = width < PHONE ? Math.min(TILE_SIZES[size] ?? 220, 150) : (TILE_SIZES[size] ?? 220);
  const columns = Math.max(1, Math.floor((width + GAP) / (least + GAP)));
  const height = ((width - GAP * (columns - 1)) / columns) * 1.25 + CAPTION + GAP;
  const rows = useWindowVirtualizer({
    count: width === 0 ? 0 : Math.ceil(pictures.length / columns),
    estimateSize: () => height,
    overscan: 2,
    scrollMargin: top,
    scrollPaddingStart: HEADER,
    scrollPaddingEnd: GAP,
  });
  useEffect(() => rows.measure(), [rows, height]);
  const shown = rows.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const near = (last + 3) * columns >= pictures.length;
  useEffect(() => {
    if (near) onEnd?.();
  }, [near, onEnd, pictures.length]);
  const order = pictures.map(({ id }) => id);
  useGridKeys({ order, current, columns, picks, isOpen, onOpen }, (id) => {
    onCurrent(id);
    rows.scrollToIndex(Math.floor(order.indexOf(id) / columns), { align: 'auto' });
  });
  return (
    <div
      ref={ref}
      role="grid"
      aria-label={name}
      aria-rowcount={Math.ceil(pictures.length / columns)}
      aria-multiselectable
    >
      <div role="rowgroup" className="rows" style={{ height: rows.getTotalSize() }}>
        {shown.map(({ index, start, key }) => (
          <div
            key={key}
            role="row"
            aria-rowindex={index + 1}
            className="row"
            style={{ transform: `translateY(${start - top}px)`, gridTemplateColumns: `repeat(${columns}, 1fr)` }}
          >
            {pictures.slice(index * columns, (index + 1) * columns).map((picture, n) => (
              <Tile
                key={picture.id}
                picture={picture}
                n={index * columns + n + 1}
                isCurrent={picture.id === current}
                picks={picks}
                current={current}
                onClick={() => (opensAtOnce ? onOpen(picture.id) : onCurrent(picture.id))}
                onOpen={() => onOpen(picture.id)}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
