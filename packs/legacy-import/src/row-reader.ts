import type { LegacyRow } from './legacy-source.ts';
import { either, momentOf, nameOf, numberOf, objectOf, textOf } from './values.ts';

const given = (value: unknown): boolean => value !== null && value !== undefined && value !== '';

/** What a row needs to know about the import. */
export interface RowContext {
  /** Our id of a legacy row; undefined when that was not imported. */
  idOf(table: string, legacyId: unknown): string | undefined;
  readonly report: { dropped(table: string, id: number | null, why: string): void };
}

/** Reads the columns of one row and notes every value that is changed or left out. */
export class RowReader {
  /** The legacy id; NaN for a row of a join table without one. */
  readonly id: number;
  readonly notes: string[] = [];
  /** The file of its image, when that differs from its path. */
  mapping: string | undefined;

  constructor(
    private readonly rows: RowContext,
    readonly table: string,
    readonly row: LegacyRow,
  ) {
    this.id = numberOf(row);
  }

  get hasId(): boolean {
    return Number.isSafeInteger(this.id);
  }

  /** Not imported before. */
  get isNew(): boolean {
    return this.rows.idOf(this.table, this.id) === undefined;
  }

  name(fallback: string): string {
    const original = this.row['name'];
    const name = nameOf(original, `${fallback} ${this.id}`);
    if (name !== original)
      this.notes.push(`called “${name}”: its name ${given(original) ? 'does not fit' : 'is missing'}`);
    return name;
  }

  /** Our id of the row of `table` that one of these columns points to. */
  reference(table: string, what: string, ...columns: string[]): string | null {
    const legacyId = either(this.row, ...columns);
    const id = this.rows.idOf(table, legacyId);
    if (given(legacyId) && !id) this.notes.push(`without its ${what}: ${what} ${String(legacyId)} was not imported`);
    return id ?? null;
  }

  /** When something happened: the first of these columns with a value. */
  happenedAt(...columns: string[]): Date {
    return this.moment(...columns, 'updated_at', 'created_at') ?? new Date();
  }

  /** Lists are ordered by creation. */
  bornAt(): { created_at: Date } {
    return { created_at: this.moment('created_at') ?? new Date() };
  }

  moment(...columns: string[]): Date | null {
    const column = columns.find((name) => given(this.row[name]));
    const moment = column === undefined ? null : momentOf(this.row[column]);
    const why = `its ${column} cannot be read: ${String(column && this.row[column])}`;
    if (column !== undefined && !moment && !this.notes.includes(why)) this.notes.push(why);
    return moment;
  }

  text(column: string): string | null {
    return this.noted(column, textOf(this.row[column]));
  }

  object(column: string): Record<string, unknown> {
    return this.noted(column, objectOf(this.row[column])) ?? {};
  }

  mapped(path: string, file: string): void {
    if (file !== path) this.mapping = `${path} → ${file}`;
  }

  /** The row is not imported. */
  drop(why: string): void {
    this.rows.report.dropped(this.table, this.hasId ? this.id : null, why);
  }

  private noted<T>(column: string, taken: T): T {
    if (given(this.row[column]) && (taken === null || taken === undefined))
      this.notes.push(`without its ${column}: it does not fit`);
    return taken;
  }
}
