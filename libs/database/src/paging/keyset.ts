import { bindingOf, decodeCursor, encodeCursor } from './cursor.ts';
import type { PageRequest } from './page.ts';

/** The types of columns that a list may be ordered by, as a cursor contains them. */
const shapes = {
  timestamptz: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,6}Z$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  numeric: /^\d{1,12}(\.\d{1,6})?$/,
  boolean: /^(true|false)$/,
  text: /^[^\0]{0,400}$/,
};

export type KeysetType = keyof typeof shapes;

/** The start of a page, and the cursor of the next one. */
export interface Keyset {
  limit: number;
  /** The values of the last row of the previous page, one per ordering column; undefined on the first page. */
  after: string[] | undefined;
  nextCursor: (values: readonly string[]) => string;
}

/**
 * @param list the name of the list. A cursor is valid only for this list with these `filters`.
 * @throws DomainError invalid_cursor
 */
export function keysetOf(list: string, types: readonly KeysetType[], page: PageRequest, filters: object = {}): Keyset {
  const binding = bindingOf(list, filters);
  const fits = types.map((type) => shapes[type]);
  return {
    limit: page.limit ?? 50,
    after: page.cursor ? decodeCursor(page.cursor, binding, fits) : undefined,
    nextCursor: (values) => encodeCursor(binding, values),
  };
}
