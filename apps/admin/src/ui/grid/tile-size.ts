import { useSyncExternalStore } from 'react';

/** Widths of a tile in pixels, at least. */
export const TILE_SIZES = [110, 150, 220, 320, 480] as const;
const KEY = 'trellis-tile-size';
const FIRST = 2;
const listeners = new Set<() => void>();

const read = (): number => {
  const kept = Number(localStorage.getItem(KEY) ?? FIRST);
  return Number.isInteger(kept) && kept >= 0 && kept < TILE_SIZES.length ? kept : FIRST;
};

/** The size of tiles on this device, as a place in `TILE_SIZES`. */
export function useTileSize(): [size: number, set: (size: number) => void] {
  const size = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, read);
  const set = (next: number) => {
    localStorage.setItem(KEY, String(Math.min(Math.max(next, 0), TILE_SIZES.length - 1)));
    for (const listener of listeners) listener();
  };
  return [size, set];
}
