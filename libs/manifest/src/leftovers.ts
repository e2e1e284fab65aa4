import type { Resolve } from './resolve.ts';

/** Files of a pack that nothing needs any more, because a deletion died half-way. `trellis gc` deletes them. */
export interface Leftovers {
  /** Their names, for people. */
  find(resolve: Resolve): AsyncIterable<string>;
  delete(resolve: Resolve, name: string): Promise<void>;
}
