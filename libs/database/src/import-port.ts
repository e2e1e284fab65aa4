import type { EntityManager } from 'typeorm';

/** A row by the names of its columns in the database. Objects and lists are stored as JSON. */
export type ImportedRow = Readonly<Record<string, unknown>>;

/** Where an imported row comes from: the name of the earlier system, and the row's id there (a number or any text). */
export interface Origin {
  source: string;
  legacyId: string | null;
}

/**
 * The import port of a pack: writes rows of an earlier system into the pack's own tables and finds them again by their
 * origin. Everything happens in the caller's transaction. Names of tables and columns come from code, never from users.
 */
export abstract class ImportPort {
  /** The tables that it fills, each with the key columns of a join table; none for a table with an `id`. */
  abstract readonly tables: Readonly<Record<string, readonly string[]>>;

  /** Rows that an earlier import has written: their ids by their ids in the earlier system. Join tables have no ids. */
  async imported(manager: EntityManager, table: string, source: string): Promise<Map<string, string>> {
    const id = this.keysOf(table).length > 0 ? `''` : 'id';
    const rows = await manager.query<{ id: string; legacy_id: string }[]>(
      `select ${id} as id, legacy_id from ${table} where legacy_source = $1`,
      [source],
    );
    return new Map(rows.map((row) => [row.legacy_id, row.id]));
  }

  /** Whether a join table has a row with these keys. */
  async exists(manager: EntityManager, table: string, row: ImportedRow): Promise<boolean> {
    const keys = this.keysOf(table);
    const same = keys.map((key, i) => `${key} = $${i + 1}`).join(' and ');
    const values = keys.map((key) => row[key]);
    return (await manager.query<unknown[]>(`select 1 from ${table} where ${same}`, values)).length > 0;
  }

  /** Call it in a savepoint when the transaction goes on after a refusal. @throws QueryFailedError for a refused row */
  async insert(manager: EntityManager, table: string, row: ImportedRow): Promise<void> {
    this.keysOf(table);
    const columns = Object.keys(row);
    const places = columns.map((_, i) => `$${i + 1}`);
    const sql = `insert into ${table} (${columns.join(', ')}) values (${places.join(', ')})`;
    await manager.query(sql, Object.values(row).map(asParameter));
  }

  /** Sets the origin of an existing row, unless it has one. */
  async adopt(manager: EntityManager, table: string, id: string, { source, legacyId }: Origin): Promise<void> {
    this.keysOf(table);
    await manager.query(`update ${table} set legacy_source = $2, legacy_id = $3 where id = $1 and legacy_id is null`, [
      id,
      source,
      legacyId,
    ]);
  }

  /** @throws Error for a table of another pack */
  keysOf(table: string): readonly string[] {
    const keys = this.tables[table];
    if (!keys) throw new Error(`This import port does not fill the table ${table}.`);
    return keys;
  }
}

const asParameter = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !(value instanceof Date) ? JSON.stringify(value) : value;
