/**
 * A port that the pack above implements: keys whose object is about to be stored, or will be stored again, for a photo that has
 * no row yet. `gc` leaves them alone.
 */
export abstract class KeyReservations {
  /** Those of the keys that are reserved. */
  abstract reserved(keys: readonly string[]): Promise<Set<string>>;
}
