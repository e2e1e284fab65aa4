/**
 * An id of the earlier system as text: a number (of any size), a UUID or another string. Null when there is none.
 * A number and its text are the same id, because exports write keys in both ways.
 */
export function legacyIdOf(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null;
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

const WHOLE = /^-?\d+$/;

/** Numbers by their value and before all other ids, which are in the order of their characters. */
export function compareIds(one: unknown, other: unknown): number {
  const [a, b] = [legacyIdOf(one) ?? '', legacyIdOf(other) ?? ''];
  const [numberA, numberB] = [WHOLE.test(a), WHOLE.test(b)];
  if (numberA && numberB) return Number(BigInt(a) - BigInt(b));
  if (numberA !== numberB) return numberA ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
