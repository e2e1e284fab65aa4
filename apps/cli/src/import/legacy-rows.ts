import type { EntityManager } from 'typeorm';
import { rowRefusal } from '@trellis/database';
import { newId } from '@trellis/kernel';
import type { ImportReport } from './import-report.ts';

export const LEGACY_SOURCE = 'legacy';

type Columns = Readonly<Record<string, unknown>>;

/** Writes rows with the ids they had before, each once; and knows which of ours each of theirs became. */
export class LegacyRows {
  private readonly ids = new Map<string, string>();
  /** Our ids of what this import has written. */
  readonly created = new Set<string>();

  constructor(
    private readonly manager: EntityManager,
    readonly report: ImportReport,
  ) {}

  /** Remembers what an import before this one has written. */
  async load(table: string, { keyed = false } = {}): Promise<void> {
    const rows = await this.manager.query<{ id: string; legacy_id: number }[]>(
      `select ${keyed ? `'' as id` : 'id'}, legacy_id from ${table} where legacy_source = $1`,
      [LEGACY_SOURCE],
    );
    for (const { id, legacy_id } of rows) this.ids.set(`${table} ${legacy_id}`, id);
  }

  /** Our id of their row; undefined for null, and for what was not imported. */
  idOf(table: string, legacyId: unknown): string | undefined {
    return legacyId === null || legacyId === undefined ? undefined : this.ids.get(`${table} ${Number(legacyId)}`);
  }

  /** True when the row is new. Every row but those with a composite key gets an id. */
  async insert(table: string, legacyId: number, columns: Columns, { keyed = false } = {}): Promise<boolean> {
    if (this.idOf(table, legacyId) !== undefined) {
      this.report.count(table, 'unchanged');
      return false;
    }
    const id = newId();
    const row = { ...(keyed ? {} : { id }), ...columns, legacy_source: LEGACY_SOURCE, legacy_id: legacyId };
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
    this.report.count(table, 'created');
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
