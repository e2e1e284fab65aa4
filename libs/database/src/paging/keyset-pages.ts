/**
 * All rows of a query, page by page, in the memory of one page.
 * @param size rows of a full page; a page with fewer rows is the last
 * @param pageAfter the page after this row, the last of the previous page; the first page without one
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

/** The same, row by row. */
export async function* keysetRows<Row>(
  size: number,
  pageAfter: (last: Row | undefined) => Promise<Row[]>,
): AsyncIterable<Row> {
  for await (const page of keysetPages(size, pageAfter)) yield* page;
}

/** Sorts before every id. */
export const FIRST_ID = '00000000-0000-0000-0000-000000000000';
