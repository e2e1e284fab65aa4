import type { RowReader } from './row-reader.ts';

/** The outcome of one row. */
export interface ImportNote {
  table: string;
  legacyId: string | null;
  outcome: 'mapped' | 'changed' | 'dropped';
  why: string;
}

export interface ImportCounts {
  created: number;
  unchanged: number;
  dropped: number;
}

/** How many rows of each kind were dropped. */
export type Losses = Record<'runs' | 'candidates' | 'votes' | 'photos', number>;

export const hasLosses = (losses: Losses): boolean => Object.values(losses).some((count) => count > 0);

/** `1 run, 2 candidates, 0 votes, 0 photos` */
const sentenceOf = (losses: Losses): string =>
  Object.entries(losses)
    .map(([kind, count]) => `${count} ${count === 1 ? kind.slice(0, -1) : kind}`)
    .join(', ');

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

  changed(table: string, legacyId: string | null, why: string): void {
    this.notes.push({ table, legacyId, outcome: 'changed', why });
  }

  dropped(table: string, legacyId: string | null, why: string): void {
    this.count(table, 'dropped');
    this.notes.push({ table, legacyId, outcome: 'dropped', why });
  }

  /** The dropped rows that others depend on, or that hold work of a person. */
  get losses(): Losses {
    const of = (table: string) => this.tables[table]?.dropped ?? 0;
    return { runs: of('pipeline_runs'), candidates: of('image_candidates'), votes: of('votes'), photos: of('photos') };
  }

  lines(): string[] {
    return [
      ...this.notes.map(({ table, legacyId, outcome, why }) => `${table} ${legacyId ?? '?'} ${outcome}: ${why}`),
      ...Object.entries(this.tables).map(
        ([table, { created, unchanged, dropped }]) =>
          `${table}: ${created} created, ${unchanged} unchanged, ${dropped} dropped`,
      ),
      ...(hasLosses(this.losses) ? [`Dropped: ${sentenceOf(this.losses)}.`] : []),
    ];
  }
}
