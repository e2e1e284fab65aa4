import { useKeys } from '../../keys/use-keys.ts';
import { TILE_SIZES, useTileSize } from './tile-size.ts';
import type { Picks } from './use-picks.ts';

interface Grid {
  items: readonly { id: string }[];
  current: string | undefined;
  columns: number;
  picks: Picks;
  isOpen: boolean;
  onOpen: (id: string) => void;
}

/** The keys that every grid of pictures has. */
export function useGridKeys({ items, current, columns, picks, isOpen, onOpen }: Grid, go: (id: string) => void): void {
  const [size, setSize] = useTileSize();
  const at = items.findIndex(({ id }) => id === current);
  const move = (by: number, extend = false) => {
    const to = items[Math.min(Math.max(at + by, 0), items.length - 1)]?.id;
    if (to === undefined || to === current) return;
    if (extend && current) picks.extendTo(current, to);
    go(to);
  };
  const moves = Object.entries({ left: -1, right: 1, up: -columns, down: columns });
  useKeys(
    'grid',
    isOpen
      ? {}
      : {
          ...Object.fromEntries(moves.map(([name, by]) => [name, () => move(by)])),
          ...Object.fromEntries(moves.map(([name, by]) => [`select ${name}`, () => move(by, true)])),
          loupe: () => current && onOpen(current),
          select: () => current && picks.toggle(current),
          all: picks.all,
          smaller: () => setSize(Math.max(size - 1, 0)),
          larger: () => setSize(Math.min(size + 1, TILE_SIZES.length - 1)),
        },
  );
}
