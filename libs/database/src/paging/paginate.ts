import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { keysetOf, type KeysetType } from './keyset.ts';
import type { Page, PageRequest } from './page.ts';

/** One ordering column of a list. The last one must be unique. */
export interface SortColumn<T> {
  /** Its name in the query, e.g. `run.createdAt`. */
  column: string;
  direction: 'ASC' | 'DESC';
  type: KeysetType;
  valueOf: (row: T) => string;
}

const byCreation = <T extends { createdAt: Date; id: string }>(
  alias: string,
  direction: 'ASC' | 'DESC',
): SortColumn<T>[] => [
  { column: `${alias}.createdAt`, direction, type: 'timestamptz', valueOf: (row) => row.createdAt.toISOString() },
  { column: `${alias}.id`, direction, type: 'uuid', valueOf: (row) => row.id },
];

export const newestFirst = <T extends { createdAt: Date; id: string }>(alias: string) => byCreation<T>(alias, 'DESC');
export const oldestFirst = <T extends { createdAt: Date; id: string }>(alias: string) => byCreation<T>(alias, 'ASC');

/** An answer has at most 4 MB. The rest of it (names of fields, brackets) fits into the difference. */
const PAGE_BYTES = 3_800_000;

interface Paging<T> {
  /** The name of the list. A cursor is valid only for this list with these `filters`. */
  list: string;
  filters: object;
  sort: readonly SortColumn<T>[];
  page: PageRequest;
  /** The bytes that the answer has for each row in addition to its columns. */
  more?: (rows: readonly T[]) => Promise<readonly number[]>;
}

/**
 * One page by keyset: the rows after the cursor, in the order of `sort`, as many as fit into 4 MB, at least one. One
 * query at any depth. Rows inserted meanwhile are neither repeated nor hidden.
 */
export async function paginate<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  { list, filters, sort, page, more }: Paging<T>,
): Promise<Page<T>> {
  const types = sort.map(({ type }) => type);
  const keyset = keysetOf(list, types, page, filters);
  if (keyset.after) after(query, sort, keyset.after);
  for (const { column, direction } of sort) query.addOrderBy(column, direction);
  const rows = await query.take(keyset.limit + 1).getMany();
  const wanted = rows.slice(0, keyset.limit);
  const items = wanted.slice(0, fitting(wanted, (await more?.(wanted)) ?? []));
  const last = rows.length > items.length ? items.at(-1) : undefined;
  return { items, nextCursor: last ? keyset.nextCursor(sort.map(({ valueOf }) => valueOf(last))) : null };
}

/** How many of the first rows fit into a page; at least one. Nothing behind them is turned into JSON. */
function fitting(rows: readonly object[], more: readonly number[]): number {
  let bytes = 0;
  const end = rows.findIndex(
    (row, i) => (bytes += Buffer.byteLength(JSON.stringify(row)) + (more[i] ?? 0)) > PAGE_BYTES,
  );
  return end === -1 ? rows.length : Math.max(1, end);
}

function after<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  sort: readonly SortColumn<T>[],
  values: string[],
): void {
  const parameters = Object.fromEntries(values.map((value, i) => [`cursor${i}`, value]));
  const at = (i: number) => `cast(:cursor${i} as ${sort[i]?.type})`;
  if (sort.every(({ direction }) => direction === sort[0]?.direction)) {
    const sign = sort[0]?.direction === 'ASC' ? '>' : '<';
    const columns = sort.map(({ column }) => column).join(', ');
    query.andWhere(`(${columns}) ${sign} (${sort.map((_, i) => at(i)).join(', ')})`, parameters);
    return;
  }
  const branches = sort.map(({ column, direction }, i) => {
    const equal = sort.slice(0, i).map((earlier, j) => `${earlier.column} = ${at(j)}`);
    return `(${[...equal, `${column} ${direction === 'ASC' ? '>' : '<'} ${at(i)}`].join(' and ')})`;
  });
  query.andWhere(`(${branches.join(' or ')})`, parameters);
}
