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

/**
 * One page by keyset: the rows after the cursor, in the order of `sort`. One query at any depth. Rows inserted
 * meanwhile are neither repeated nor hidden.
 * @param list the name of the list. A cursor is valid only for this list with these `filters`
 */
export async function paginate<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  { list, filters, sort, page }: { list: string; filters: object; sort: readonly SortColumn<T>[]; page: PageRequest },
): Promise<Page<T>> {
  const types = sort.map(({ type }) => type);
  const keyset = keysetOf(list, types, page, filters);
  if (keyset.after) after(query, sort, keyset.after);
  for (const { column, direction } of sort) query.addOrderBy(column, direction);
  const rows = await query.take(keyset.limit + 1).getMany();
  const items = rows.slice(0, keyset.limit);
  const last = rows.length > keyset.limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? keyset.nextCursor(sort.map(({ valueOf }) => valueOf(last))) : null };
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
