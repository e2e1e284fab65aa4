import type { RowReader } from './row-reader.ts';

/** The outcome of one row. */
export interface ImportNote {
  table: string;
  legacyId: number | null;
  outcome: 'mapped' | 'changed' | 'dropped';
  why: string;
}

export interface ImportCounts {
  created: number;
  unchanged: number;
  dropped: number;
}

/** Notes per row, and counts per table. */
export class ImportReport {
  readonly notes: ImportNote[] = [];
  readonly tables: Record<string, ImportCounts> = {};

  /** @param onRow called after each row */
  constructor(private readonly onRow: () => void) {}

  count(table: string, outcome: keyof ImportCounts): void {
    const counts = (this.tables[table] ??= { created: 0, unchanged: 0, dropped: 0 });
    counts[outcome] += 1;
    this.onRow();
  }

  /** The notes of a row are reported only when it is imported. */
  created({ table, id: legacyId, notes, mapping }: RowReader): void {
    this.count(table, 'created');
    if (mapping) this.notes.push({ table, legacyId, outcome: 'mapped', why: mapping });
    for (const why of notes) this.changed(table, legacyId, why);
  }

  changed(table: string, legacyId: number | null, why: string): void {
    this.notes.push({ table, legacyId, outcome: 'changed', why });
  }

  dropped(table: string, legacyId: number | null, why: string): void {
    this.count(table, 'dropped');
    this.notes.push({ table, legacyId, outcome: 'dropped', why });
  }

  lines(): string[] {
    return [
      ...this.notes.map(({ table, legacyId, outcome, why }) => `${table} ${legacyId ?? '?'} ${outcome}: ${why}`),
      ...Object.entries(this.tables).map(
        ([table, { created, unchanged, dropped }]) =>
          `${table}: ${created} created, ${unchanged} unchanged, ${dropped} dropped`,
      ),
    ];
  }
}
