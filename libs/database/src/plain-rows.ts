import type { EntityManager } from 'typeorm';

export type Row = Readonly<Record<string, unknown>>;

/** Rows with the same columns, and the column that identifies each. */
export interface KeyedRows {
  table: string;
  key: string;
  rows: readonly Row[];
}

/** One parameter holds this many rows at most. */
const MOST_ROWS = 10_000;

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/**
 * Inserts and updates for the path of a link, by camelCase columns. TypeORM's query builders take longer to build such
 * a statement than PostgreSQL takes to run it, and this process limits the speed of linking (bench/link.ts). All rows
 * are one JSON parameter, so the text is the same for any number of rows. Names come from code, never from users.
 */
export async function insertRows(manager: EntityManager, table: string, rows: readonly Row[]): Promise<void> {
  for (let from = 0; from < rows.length; from += MOST_ROWS) {
    const values: unknown[] = [];
    await manager.query(insertSql(table, rows.slice(from, from + MOST_ROWS), values), values);
  }
}

/**
 * Inserts a row, and returns these columns of it (SQL) as the database has completed them. A column that is undefined
 * has its default.
 */
export async function insertReturning<T>(manager: EntityManager, table: string, row: Row, columns: string): Promise<T> {
  const values: unknown[] = [];
  const given = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
  const sql = `${insertSql(table, [given], values)} returning ${columns}`;
  return (await manager.query<[T]>(sql, values))[0];
}

/**
 * Inserts rows in the order of their keys, or overwrites the row with the key when that meets the condition (SQL).
 * Returns the keys of the written rows.
 */
export async function insertOrOverwrite(
  manager: EntityManager,
  { table, key, rows }: KeyedRows,
  condition: string,
): Promise<Set<unknown>> {
  if (rows.length === 0) return new Set();
  const values: unknown[] = [];
  const insert = `${insertSql(table, rows, values)} order by ${snake(key)}`;
  const overwrite = changedBy(rows, key).map((column) => `${column} = excluded.${column}`);
  const sql = `${insert} on conflict (${snake(key)}) do update set ${overwrite.join(', ')} where ${condition}
    returning ${snake(key)} as key`;
  return new Set((await manager.query<{ key: unknown }[]>(sql, values)).map((row) => row.key));
}

export async function updateRows(manager: EntityManager, rows: KeyedRows): Promise<void> {
  const values: unknown[] = [];
  await manager.query(updateSql(rows, values), values);
}

/** The text of an insert. Its parameter is appended to `values`. */
export function insertSql(table: string, rows: readonly Row[], values: unknown[]): string {
  const columns = columnsOf(rows).join(', ');
  return `insert into ${table} (${columns}) select ${columns} from ${given(table, rows, values)}`;
}

/** The text of an update of rows by their key. Its parameter is appended to `values`. */
export function updateSql({ table, key, rows }: KeyedRows, values: unknown[]): string {
  const assign = changedBy(rows, key).map((column) => `${column} = given.${column}`);
  return `update ${table} set ${assign.join(', ')} from ${given(table, rows, values)} where ${table}.${snake(key)} = given.${snake(key)}`;
}

/** A row of the driver with camelCase names. */
export const camelRow = <T>(row: Row): T =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [camel(name), value])) as T;

/** Every column but the key. */
const changedBy = (rows: readonly Row[], key: string): string[] =>
  columnsOf(rows).filter((column) => column !== snake(key));

const columnsOf = ([first = {}]: readonly Row[]): string[] => Object.keys(first).map(snake);

function given(table: string, rows: readonly Row[], values: unknown[]): string {
  const named = rows.map((row) => Object.fromEntries(Object.entries(row).map(([name, value]) => [snake(name), value])));
  return `jsonb_populate_recordset(null::${table}, $${values.push(JSON.stringify(named))}) as given`;
}
