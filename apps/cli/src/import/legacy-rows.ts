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
    return legacyId === null || legacyId === undefined ? undefined : this.ids.get(`${table} ${Number(legacyId)}`);
  }

  /** Once: what is there already stays as it is. What was noted on the way is told of a row that is new. True when it is. */
  async insert(read: RowReader, columns: Columns, { keyed = false } = {}): Promise<boolean> {
    const { table, id: legacyId } = read;
    if (this.idOf(table, legacyId) !== undefined) {
      this.report.count(table, 'unchanged');
      return false;
    }
    const id = newId();
    const row = { ...(keyed ? {} : { id }), ...columns, legacy_source: this.source, legacy_id: legacyId };
    try {
      await this.manager.transaction((nested) => insertRow(nested, table, row));
    } catch (error) {
      const refusal = rowRefusal(error);
      if (!refusal) throw error;
      this.report.dropped(table, legacyId, `the database refuses it (${refusal})`);
      return false;
    }
    this.ids.set(`${table} ${legacyId}`, id);
    this.created.add(id);
    this.report.created(read);
    return true;
  }

  /** Their row is one that we have, under another name or from elsewhere. */
  adopt(table: string, legacyId: number, id: string, why: string): void {
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
