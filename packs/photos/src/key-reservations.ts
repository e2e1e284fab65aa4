/**
 * The port to reserved keys, implemented by a pack above: keys of objects that a photo without a row yet needs. `gc`
 * does not delete them.
 */
export abstract class KeyReservations {
  /** The reserved keys among these. */
  abstract reserved(keys: readonly string[]): Promise<Set<string>>;
}
