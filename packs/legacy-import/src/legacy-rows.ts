import type { EntityManager } from 'typeorm';
import { rowRefusal, type ImportedRow } from '@trellis/database';
import { newId } from '@trellis/kernel';
import { legacyIdOf } from './legacy-id.ts';
import type { ImportPorts } from './import-ports.ts';
import type { ImportReport } from './import-report.ts';
import type { RowReader } from './row-reader.ts';

/** Writes each legacy row once, with its origin, and maps legacy ids to our ids. */
export class LegacyRows {
  private readonly ids = new Map<string, string>();
  /** Our ids of the rows that this import has written. */
  readonly created = new Set<string>();

  constructor(
    private readonly manager: EntityManager,
    private readonly ports: ImportPorts,
    readonly report: ImportReport,
    /** The name of the earlier system. Legacy ids are unique within it. */
    readonly source: string,
  ) {}

  /** Reads the ids of the rows that an earlier import has written. */
  async load(...tables: string[]): Promise<void> {
    for (const table of tables) {
      const imported = await this.ports.of(table).imported(this.manager, table, this.source);
      for (const [legacyId, id] of imported) this.ids.set(`${table} ${legacyId}`, id);
    }
  }

  /** Our id of a legacy row; undefined for null and for a row that was not imported. */
  idOf(table: string, legacyId: unknown): string | undefined {
    const id = legacyIdOf(legacyId);
    return id === null ? undefined : this.ids.get(`${table} ${id}`);
  }

  /** Inserts the row unless it was imported before. The notes of a new row go into the report. True for a new row. */
  async insert(read: RowReader, columns: ImportedRow): Promise<boolean> {
    const { table, id: legacyId } = read;
    const port = this.ports.of(table);
    const keys = port.keysOf(table);
    if (legacyId === null && keys.length === 0) {
      read.drop('it has no id');
      return false;
    }
    const known = this.idOf(table, legacyId);
    if (known !== undefined && this.created.has(known)) {
      read.drop('an earlier row of this import has its id');
      return false;
    }
    if (await this.isImported(read, columns)) {
      this.report.count(table, 'unchanged');
      return false;
    }
    const id = newId();
    const origin = { legacy_source: this.source, legacy_id: legacyId };
    const row = { ...(keys.length > 0 ? {} : { id }), ...columns, ...origin };
    if (!(await this.attempt(read, (nested) => port.insert(nested, table, row)))) return false;
    if (legacyId !== null) this.ids.set(`${table} ${legacyId}`, id);
    this.created.add(id);
    this.report.created(read);
    return true;
  }

  /** Gives a row that exists already the origin of the legacy row, unless it has one. */
  async adopt(read: RowReader, id: string, why: string): Promise<void> {
    const { table, id: legacyId } = read;
    if (legacyId !== null) {
      await this.ports.of(table).adopt(this.manager, table, id, { source: this.source, legacyId });
      this.ids.set(`${table} ${legacyId}`, id);
    }
    this.report.count(table, 'unchanged');
    this.report.changed(table, legacyId, why);
  }

  /** Runs `work` in a savepoint. False when a constraint refuses the row; it is dropped then. */
  async attempt(read: RowReader, work: (manager: EntityManager) => Promise<unknown>): Promise<boolean> {
    try {
      await this.manager.transaction(work);
      return true;
    } catch (error) {
      const refusal = rowRefusal(error);
      if (!refusal) throw error;
      read.drop(`the database refuses it (${refusal})`);
      return false;
    }
  }

  private async isImported({ table, id }: RowReader, columns: ImportedRow): Promise<boolean> {
    if (this.idOf(table, id) !== undefined) return true;
    return id === null && (await this.ports.of(table).exists(this.manager, table, columns));
  }
}
