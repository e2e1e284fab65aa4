import type { EntityManager } from 'typeorm';

type Row = Readonly<Record<string, unknown>>;

/** PostgreSQL takes 65,535 in one statement. */
const MOST_PARAMETERS = 60_000;

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const camel = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/**
 * Inserts and updates for the path of a link, by camelCase columns. TypeORM's query builders take longer to write such a
 * statement than PostgreSQL to run it, and linking is bound by this process (bench/link.js). Names come from code, never from users.
 */
export async function insertRows(manager: EntityManager, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return;
  const atOnce = Math.floor(MOST_PARAMETERS / columns.length);
  for (let from = 0; from < rows.length; from += atOnce) {
    await insertSome(manager, table, columns, rows.slice(from, from + atOnce));
  }
}

async function insertSome(
  manager: EntityManager,
  table: string,
  columns: string[],
  rows: readonly Row[],
): Promise<void> {
  const values: unknown[] = [];
  const tuples = rows.map((row) => `(${columns.map((column) => `$${values.push(row[column])}`).join(', ')})`);
  await manager.query(`insert into ${table} (${columns.map(snake).join(', ')}) values ${tuples.join(', ')}`, values);
}

export async function updateRow(manager: EntityManager, table: string, key: Row, changes: Row): Promise<void> {
  const values: unknown[] = [];
  const assign = (row: Row) =>
    Object.entries(row).map(([column, value]) => `${snake(column)} = $${values.push(value)}`);
  const changed = assign(changes);
  if (changed.length === 0) return;
  await manager.query(`update ${table} set ${changed.join(', ')} where ${assign(key).join(' and ')}`, values);
}

/** A row as the driver gives it, with camelCase names. */
export const camelRow = <T>(row: Row): T =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [camel(name), value])) as T;
