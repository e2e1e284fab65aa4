import type { LegacyRow } from './legacy-source.ts';
import { either, momentOf, nameOf, numberOf, objectOf, textOf } from './values.ts';

const given = (value: unknown): boolean => value !== null && value !== undefined && value !== '';

/** What a row has to know of the import around it. */
export interface RowContext {
  /** Our id of their row, where that was imported. */
  idOf(table: string, theirs: unknown): string | undefined;
  readonly report: { dropped(table: string, id: number | null, why: string): void };
}

/** Takes the columns of one row, and notes whatever is not taken as it was. */
export class RowReader {
  /** Theirs; not a number for a row of a join table that has none. */
  readonly id: number;
  readonly notes: string[] = [];
  /** Which file its picture was found in, where that is not where it was. */
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

  /** Not taken by an import before this one. */
  get isNew(): boolean {
    return this.rows.idOf(this.table, this.id) === undefined;
  }

  name(fallback: string): string {
    const said = this.row['name'];
    const name = nameOf(said, `${fallback} ${this.id}`);
    if (name !== said) this.notes.push(`called “${name}”: its name ${given(said) ? 'does not fit' : 'is missing'}`);
    return name;
  }

  /** Our id of the row of `table` that one of these columns points to. */
  reference(table: string, what: string, ...columns: string[]): string | null {
    const theirs = either(this.row, ...columns);
    const ours = this.rows.idOf(table, theirs);
    if (given(theirs) && !ours) this.notes.push(`without its ${what}: ${what} ${String(theirs)} was not imported`);
    return ours ?? null;
  }

  /** When something happened: the first of these columns that says so. */
  happenedAt(...columns: string[]): Date {
    return this.moment(...columns, 'updated_at', 'created_at') ?? new Date();
  }

  /** Lists are in the order of their making. */
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

  /** The row is not taken. */
  drop(why: string): void {
    this.rows.report.dropped(this.table, this.hasId ? this.id : null, why);
  }

  private noted<T>(column: string, taken: T): T {
    if (given(this.row[column]) && (taken === null || taken === undefined))
      this.notes.push(`without its ${column}: it does not fit`);
    return taken;
  }
}
