/**
 * All rows of a query in pages, so that a hundred thousand take no more memory than one page.
 * @param size rows of a whole page: one that has fewer is the last
 * @param pageAfter the page after this row, which is the last of the page before; the first page without one
 */
export async function* keysetPages<Row>(
  size: number,
  pageAfter: (last: Row | undefined) => Promise<Row[]>,
): AsyncIterable<Row[]> {
  let last: Row | undefined;
  for (let full = true; full;) {
    const page = await pageAfter(last);
    full = page.length === size;
    last = page.at(-1);
    if (page.length > 0) yield page;
  }
}

/** Before every id that there is. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';
