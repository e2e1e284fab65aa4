import type { StoreName } from '@trellis/storage';

/**
 * The port to reserved keys, implemented by a pack above: keys of objects that a photo without a row yet needs. `gc`
 * does not delete them.
 */
export abstract class KeyReservations {
  /** The reserved keys among these of a store. */
  abstract reserved(store: StoreName, keys: readonly string[]): Promise<Set<string>>;
}
