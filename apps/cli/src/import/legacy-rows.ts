import type { EntityManager } from 'typeorm';
import { rowRefusal } from '@trellis/database';
import { newId } from '@trellis/kernel';
import type { ImportReport } from './import-report.ts';
import type { RowReader } from './row-reader.ts';

type Columns = Readonly<Record<string, unknown>>;

/** Writes rows with the ids they had before, each once; and knows which of ours each of theirs became. */
export class LegacyRows {
  private readonly ids = new Map<string, string>();
  /** Our ids of what this import has written. */
  readonly created = new Set<string>();

  constructor(
    private readonly manager: EntityManager,
    readonly report: ImportReport,
    /** What the earlier system is called: ids are its own. */
    readonly source: string,
  ) {}

  /** Remembers what an import before this one has written. */
  async load(table: string, { keyed = false } = {}): Promise<void> {
    const rows = await this.manager.query<{ id: string; legacy_id: number }[]>(
      `select ${keyed ? `'' as id` : 'id'}, legacy_id from ${table} where legacy_source = $1`,
      [this.source],
    );
    for (const { id, legacy_id } of rows) this.ids.set(`${table} ${legacy_id}`, id);
  }

  /** Our id of their row; undefined for null, and for what was not imported. */
  idOf(table: string, legacyId: unknown): string | undefined {
    return legacyId === null || legacyId === undefined || Number.isNaN(legacyId)
      ? undefined
      : this.ids.get(`${table} ${Number(legacyId)}`);
  }

  /**
   * Once: what is there already stays as it is. What was noted on the way is told of a row that is new. True when it is.
   * @param keys the columns that tell a row of a join table from the others; such a row needs no id
   */
  async insert(read: RowReader, columns: Columns, keys: readonly string[] = []): Promise<boolean> {
    const { table, id: legacyId } = read;
    if (!read.hasId && keys.length === 0) {
      read.drop('it has no id');
      return false;
    }
    if (this.idOf(table, legacyId) !== undefined || (!read.hasId && (await this.isThere(table, columns, keys)))) {
      this.report.count(table, 'unchanged');
      return false;
    }
    const id = newId();
    const theirs = { legacy_source: this.source, legacy_id: read.hasId ? legacyId : null };
    const row = { ...(keys.length > 0 ? {} : { id }), ...columns, ...theirs };
    try {
      await this.manager.transaction((nested) => insertRow(nested, table, row));
    } catch (error) {
      const refusal = rowRefusal(error);
      if (!refusal) throw error;
      read.drop(`the database refuses it (${refusal})`);
      return false;
    }
    this.ids.set(`${table} ${legacyId}`, id);
    this.created.add(id);
    this.report.created(read);
    return true;
  }

  private async isThere(table: string, columns: Columns, keys: readonly string[]): Promise<boolean> {
    const same = keys.map((key, i) => `${key} = $${i + 1}`).join(' and ');
    const values = keys.map((key) => columns[key]);
    return (await this.manager.query<unknown[]>(`select 1 from ${table} where ${same}`, values)).length > 0;
  }

  /** Their row is one that we have from elsewhere, by its name; from now on it has their id too, unless it has one already. */
  async adopt({ table, id: legacyId }: RowReader, id: string, why: string): Promise<void> {
    await this.manager.query(
      `update ${table} set legacy_source = $2, legacy_id = $3 where id = $1 and legacy_id is null`,
      [id, this.source, legacyId],
    );
    this.ids.set(`${table} ${legacyId}`, id);
    this.report.count(table, 'unchanged');
    this.report.changed(table, legacyId, why);
  }
}

async function insertRow(manager: EntityManager, table: string, row: Columns): Promise<void> {
  const columns = Object.keys(row);
  const values = Object.values(row).map((value) =>
    typeof value === 'object' && value !== null && !(value instanceof Date) ? JSON.stringify(value) : value,
  );
  const places = columns.map((_, i) => `$${i + 1}`);
  await manager.query(`insert into ${table} (${columns.join(', ')}) values (${places.join(', ')})`, values);
}
