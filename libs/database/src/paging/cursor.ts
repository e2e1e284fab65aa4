import { createHash } from 'node:crypto';
import { DomainError } from '@trellis/kernel';
import { databaseProblems } from '../database.problems.ts';

const invalid = () =>
  new DomainError(
    databaseProblems.invalid_cursor,
    'cursor does not come from this list with these filters. Start again without a cursor.',
  );

/** Binds a cursor to one list with its filters and order. */
export const bindingOf = (list: string, filters: object): string =>
  createHash('sha256')
    .update(JSON.stringify([list, filters]))
    .digest('base64url')
    .slice(0, 16);

export const encodeCursor = (binding: string, values: readonly string[]): string =>
  Buffer.from(JSON.stringify([binding, ...values])).toString('base64url');

/** @throws DomainError invalid_cursor, also for a cursor of another list */
export function decodeCursor(cursor: string, binding: string, fits: readonly RegExp[]): string[] {
  const values = contentOf(cursor);
  const whole = Array.isArray(values) && values.length === fits.length + 1 && values[0] === binding;
  if (!whole || !values.slice(1).every((value, i) => typeof value === 'string' && fits[i]?.test(value)))
    throw invalid();
  return values.slice(1) as string[];
}

function contentOf(cursor: string): unknown[] | undefined {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as unknown[];
  } catch {
    throw invalid();
  }
}
