import { useState } from 'react';
import { everything, extended, nothing, toggled } from './selection.ts';

export interface Picks {
  ids: ReadonlySet<string>;
  toggle: (id: string) => void;
  extendTo: (from: string, to: string) => void;
  /** Everything of the filter, also what is not loaded. */
  all: () => void;
  clear: () => void;
}

/** What is selected of these items. `readAll` reads the ids of everything, also of what is not loaded yet. */
export function usePicks(items: readonly { id: string }[], readAll: () => Promise<readonly string[]>): Picks {
  const [selection, select] = useState(nothing);
  return {
    ids: selection.ids,
    toggle: (id) => select((before) => toggled(before, id)),
    extendTo: (from, to) =>
      select((before) =>
        extended(
          before,
          items.map(({ id }) => id),
          from,
          to,
        ),
      ),
    all: () => void readAll().then((ids) => select(everything(ids))),
    clear: () => select(nothing),
  };
}
