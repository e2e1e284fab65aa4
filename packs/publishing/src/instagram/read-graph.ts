/** An answer without what its request needs. */
export class UnreadableAnswer extends Error {}

/** @throws UnreadableAnswer */
export function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new UnreadableAnswer();
  return value as Record<string, unknown>;
}

export const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;

const ID = /^\d{1,40}$/;

/** An id of the API: digits. @throws UnreadableAnswer */
export function idOf(value: unknown): string {
  if (typeof value !== 'string' || !ID.test(value)) throw new UnreadableAnswer();
  return value;
}

/** @throws UnreadableAnswer */
export function textOf(value: unknown, most: number): string {
  if (typeof value !== 'string' || value.length > most) throw new UnreadableAnswer();
  return value;
}

const MOST = 1_000_000;

/** A number of things. @throws UnreadableAnswer */
export function countOf(value: unknown): number {
  if (!Number.isSafeInteger(value) || Number(value) < 0 || Number(value) > MOST) throw new UnreadableAnswer();
  return Number(value);
}

const [LEAST_LIFE_S, MOST_LIFE_S] = [3_600, 3_650 * 24 * 3_600];

/** Seconds that a token lives. @throws UnreadableAnswer */
export function lifeOf(value: unknown): number {
  const seconds = Number.isSafeInteger(value) ? Number(value) : NaN;
  if (!(seconds >= LEAST_LIFE_S && seconds <= MOST_LIFE_S)) throw new UnreadableAnswer();
  return seconds;
}

/** What a header can have. @throws UnreadableAnswer */
export function tokenOf(value: unknown): string {
  if (typeof value !== 'string' || !/^[\x21-\x7e]{1,4000}$/.test(value)) throw new UnreadableAnswer();
  return value;
}

const MOST_LINK = 2_048;
const LINK = /^https:\/\/(www\.)?instagram\.com\//;

/** Where people see a post; null for anything that is not an address of Instagram. */
export const permalinkOf = (value: unknown): string | null =>
  typeof value === 'string' && value.length <= MOST_LINK && LINK.test(value) && URL.canParse(value) ? value : null;

/** `2026-11-30T10:00:00+0000`. @throws UnreadableAnswer */
export function timeOf(value: unknown): Date {
  const text = textOf(value, 40).replace(/([+-]\d{2})(\d{2})$/, '$1:$2');
  const time = new Date(text);
  if (Number.isNaN(time.getTime())) throw new UnreadableAnswer();
  return time;
}
