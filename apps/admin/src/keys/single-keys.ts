import { useSyncExternalStore } from 'react';
import type { Binding } from './table.ts';

const KEY = 'trellis-single-keys';
const listeners = new Set<() => void>();

const areOn = (): boolean => localStorage.getItem(KEY) !== 'off';

/** One character alone; `Escape`, arrows and combinations are none. */
const isSingle = (key: string): boolean => /^(.|Num\d|. .+)$/.test(key);

/** The keys that are not switched off: a person who dictates text would press single keys by accident. */
export const keysOf = ({ keys }: Binding): readonly string[] => (areOn() ? keys : keys.filter((key) => !isSingle(key)));

/** The switch “single-key shortcuts”, kept on this device. */
export function useSingleKeys(): [on: boolean, set: (on: boolean) => void] {
  const on = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, areOn);
  const set = (next: boolean) => {
    if (next) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, 'off');
    for (const listener of listeners) listener();
  };
  return [on, set];
}
