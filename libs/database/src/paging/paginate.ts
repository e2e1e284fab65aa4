import type { EntityManager, EntityMetadata, EntityTarget, ObjectLiteral } from 'typeorm';
import { fitting } from './fitting.ts';
import { keysetOf, type KeysetType } from './keyset.ts';
import { MOST_COUNTED, type Page, type PageRequest, type Total } from './page.ts';

/** One ordering column of a list. The last one must be unique. */
export interface SortColumn<Row> {
  /** Its name in the statement, e.g. `r.created_at`. */
  column: string;
  direction: 'asc' | 'desc';
  type: KeysetType;
  valueOf: (row: Row) => string;
}

type Created = { createdAt: Date; id: string };

/** The columns with the values of these properties, where they have other names. */
type CreationColumns = Record<keyof Created, string>;
const USUAL: CreationColumns = { createdAt: 'created_at', id: 'id' };

const byCreation = <Row extends Created>(
  alias: string,
  direction: 'asc' | 'desc',
  { createdAt, id }: CreationColumns,
): SortColumn<Row>[] => [
  { column: `${alias}.${createdAt}`, direction, type: 'timestamptz', valueOf: (row) => row.createdAt.toISOString() },
  { column: `${alias}.${id}`, direction, type: 'uuid', valueOf: (row) => row.id },
];

export const newestFirst = <Row extends Created>(alias: string, columns = USUAL) =>
  byCreation<Row>(alias, 'desc', columns);
export const oldestFirst = <Row extends Created>(alias: string, columns = USUAL) =>
  byCreation<Row>(alias, 'asc', columns);

/** SQL with `?` for each value. */
export type Condition = readonly [sql: string, ...values: unknown[]];

export interface List<Row> {
  /** The name of the list. A cursor is valid only for this list with these `filters`. */
  list: string;
  filters: object;
  /** `select … from …`, with only the columns that are shown, under their shown names. */
  select: string;
  /** A filter that is not set is empty, false or undefined. */
  where?: readonly (Condition | '' | false | undefined)[];
  sort: readonly SortColumn<Row>[];
  page: PageRequest;
  /** The bytes that the answer has for each row in addition to its columns. */
  more?: (rows: readonly Row[]) => Promise<readonly number[]>;
}

/**
 * One page by keyset: the rows after the cursor, in the order of `sort`, as many as fit into 4 MB, at least one. One
 * statement at any depth. Rows inserted meanwhile are neither repeated nor hidden. The rows are those of the driver:
 * TypeORM takes longer to build entities of them than PostgreSQL takes to find them (bench/lists.ts).
 */
export async function paginate<Row extends object>(manager: EntityManager, list: List<Row>): Promise<Page<Row>> {
  const { sort, page, filters, more } = list;
  const types = sort.map(({ type }) => type);
  const keyset = keysetOf(list.list, types, page, filters);
  const values: unknown[] = [];
  const rows = await manager.query<Row[]>(statementOf(list, keyset, values), values);
  const wanted = rows.slice(0, keyset.limit);
  const items = wanted.slice(0, fitting(wanted, (await more?.(wanted)) ?? []));
  const last = rows.length > items.length ? items.at(-1) : undefined;
  const nextCursor = last ? keyset.nextCursor(sort.map(({ valueOf }) => valueOf(last))) : null;
  return { items, nextCursor, ...(page.total && { total: await totalOf(manager, list) }) };
}

/** Counts the rows behind every filter, without the cursor, up to a limit: the time does not grow with the table. */
async function totalOf<Row>(manager: EntityManager, { select, where = [] }: List<Row>): Promise<Total> {
  const values: unknown[] = [];
  const rows = `${select}${filterOf(where, values)}`;
  return countUpTo(manager, rows, values);
}

/** The number of rows of a statement, exact up to 10,000. */
export async function countUpTo(manager: EntityManager, rows: string, values: readonly unknown[]): Promise<Total> {
  const sql = `select count(*)::int as n from (${rows} limit ${MOST_COUNTED + 1}) counted`;
  const [{ n }] = await manager.query<[{ n: number }]>(sql, [...values]);
  return n > MOST_COUNTED ? `${MOST_COUNTED}+` : n;
}

function filterOf(where: NonNullable<List<never>['where']>, values: unknown[]): string {
  const conditions = where.filter((one): one is Condition => Boolean(one));
  const texts = conditions.map(([sql, ...given]) => sql.replaceAll('?', () => `$${values.push(given.shift())}`));
  return texts.length > 0 ? ` where ${texts.join(' and ')}` : '';
}

type Start = Pick<ReturnType<typeof keysetOf>, 'limit' | 'after'>;

/** The text of the statement. Its parameters are appended to `values`. */
function statementOf<Row>({ select, where = [], sort }: List<Row>, { limit, after }: Start, values: unknown[]): string {
  const filter = filterOf([...where, after && behind(sort, after)], values);
  const order = sort.map(({ column, direction }) => `${column} ${direction}`).join(', ');
  return `${select}${filter} order by ${order} limit ${limit + 1}`;
}

function behind<Row>(sort: readonly SortColumn<Row>[], values: readonly string[]): Condition {
  const at = (i: number) => `?::${sort[i]?.type}`;
  if (sort.every(({ direction }) => direction === sort[0]?.direction)) {
    const sign = sort[0]?.direction === 'asc' ? '>' : '<';
    return [
      `(${sort.map(({ column }) => column).join(', ')}) ${sign} (${sort.map((_, i) => at(i)).join(', ')})`,
      ...values,
    ];
  }
  const branches = sort.map(({ column, direction }, i) => {
    const equal = sort.slice(0, i).map((earlier, j) => `${earlier.column} = ${at(j)}`);
    return `(${[...equal, `${column} ${direction === 'asc' ? '>' : '<'} ${at(i)}`].join(' and ')})`;
  });
  return [`(${branches.join(' or ')})`, ...sort.flatMap((_, i) => values.slice(0, i + 1))];
}

const lists = new WeakMap<EntityMetadata, Map<string, string>>();

/** The columns of an entity under the names of its properties, for `select`. A date is its ISO text. */
export function columnList(
  manager: EntityManager,
  entity: EntityTarget<ObjectLiteral>,
  alias: string,
  { without = [] }: { without?: readonly string[] } = {},
): string {
  const metadata = manager.connection.getMetadata(entity);
  const known = lists.get(metadata) ?? new Map<string, string>();
  lists.set(metadata, known);
  const key = [alias, ...without].join();
  const list = known.get(key) ?? listOf(metadata, alias, without);
  known.set(key, list);
  return list;
}

const listOf = ({ columns }: EntityMetadata, alias: string, without: readonly string[]): string =>
  columns
    .filter(({ propertyName }) => !without.includes(propertyName))
    .map(({ databaseName, propertyName, type }) => {
      return `${alias}.${databaseName}${type === 'date' ? '::text' : ''} as "${propertyName}"`;
    })
    .join(', ');
