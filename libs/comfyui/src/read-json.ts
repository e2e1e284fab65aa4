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
  return line.slice(0, MOST_CHARACTERS).toWellFormed().replaceAll('\0', '');
}

/** A name that a database can keep: well-formed, without NUL, and not longer than `most`. @throws UnreadableAnswer */
export function nameOf(value: unknown, most = 255): string {
  const name = textOf(value);
  if (name.length > most || !name.isWellFormed() || name.includes('\0')) throw new UnreadableAnswer();
  return name;
}

const ABSOLUTE = /(?<![\w.…])(?:[A-Za-z]:)?[\\/](?:[^\s'":,;()<>]*[\\/])?/g;

/** In quotes, where folders may have spaces. */
const QUOTED = /(['"])(?:[A-Za-z]:)?[\\/][^'"]*[\\/]([^'"\\/]*)\1/g;

/** The first line of an error, without the folders of the server. */
export const errorLine = (value: unknown): string =>
  firstLine(value).replaceAll(QUOTED, '$1…/$2$1').replaceAll(ABSOLUTE, '…/');
