export type JsonObject = Readonly<Record<string, unknown>>;

/** An answer that has not the form that a server gives. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** @throws UnreadableAnswer */
export function objectOf(value: unknown): JsonObject {
  if (!isObject(value)) throw new UnreadableAnswer();
  return value;
}

/** @throws UnreadableAnswer */
export function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new UnreadableAnswer();
  return value;
}

/** @throws UnreadableAnswer */
export function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new UnreadableAnswer();
  return value;
}

const MOST_CHARACTERS = 500;

/** The first line of a text that people read, at most 500 characters. Anything else is an empty text. */
export function firstLine(value: unknown): string {
  if (typeof value !== 'string') return '';
  const [line = ''] = value.trim().split(/[\r\n]/, 1);
  return line.toWellFormed().replaceAll('\0', '').slice(0, MOST_CHARACTERS);
}
