import type { EntityManager } from 'typeorm';

export type Row = Readonly<Record<string, unknown>>;

/** A change of one row, identified by its key. */
export interface RowChange {
  table: string;
  key: Row;
  columns: Row;
}

/** PostgreSQL accepts 65,535 parameters in one statement. */
const MOST_PARAMETERS = 60_000;

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/**
 * Inserts and updates for the path of a link, by camelCase columns. TypeORM's query builders take longer to build such
 * a statement than PostgreSQL takes to run it, and this process limits the speed of linking (bench/link.ts). Names come
 * from code, never from users.
 */
export async function insertRows(manager: EntityManager, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return;
  const atOnce = Math.floor(MOST_PARAMETERS / columns.length);
  for (let from = 0; from < rows.length; from += atOnce) {
    const values: unknown[] = [];
    await manager.query(insertSql(table, rows.slice(from, from + atOnce), values), values);
  }
}

/** Inserts the row, or overwrites the row with its key when that meets the condition (SQL). False when it does not. */
export async function insertOrOverwrite(
  manager: EntityManager,
  { table, key, columns }: RowChange,
  condition: string,
): Promise<boolean> {
  const values: unknown[] = [];
  const insert = insertSql(table, [{ ...key, ...columns }], values);
  const keys = Object.keys(key).map(snake).join(', ');
  const overwrite = Object.keys(columns).map((column) => `${snake(column)} = excluded.${snake(column)}`);
  const sql = `${insert} on conflict (${keys}) do update set ${overwrite.join(', ')} where ${condition} returning 1`;
  return (await manager.query<unknown[]>(sql, values)).length > 0;
}

export async function updateRow(manager: EntityManager, table: string, key: Row, columns: Row): Promise<void> {
  if (Object.keys(columns).length === 0) return;
  const values: unknown[] = [];
  await manager.query(updateSql({ table, key, columns }, values), values);
}

/** The text of an insert. Its parameters are appended to `values`. */
export function insertSql(table: string, rows: readonly Row[], values: unknown[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const tuples = rows.map((row) => `(${columns.map((column) => `$${values.push(row[column])}`).join(', ')})`);
  return `insert into ${table} (${columns.map(snake).join(', ')}) values ${tuples.join(', ')}`;
}

/** The text of an update of one row. Its parameters are appended to `values`. */
export function updateSql({ table, key, columns }: RowChange, values: unknown[]): string {
  const assign = (row: Row) =>
    Object.entries(row).map(([column, value]) => `${snake(column)} = $${values.push(value)}`);
  return `update ${table} set ${assign(columns).join(', ')} where ${assign(key).join(' and ')}`;
}

/** A row of the driver with camelCase names. */
export const camelRow = <T>(row: Row): T =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [camel(name), value])) as T;
