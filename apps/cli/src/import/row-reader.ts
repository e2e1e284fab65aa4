import type { LegacyRows } from './legacy-rows.ts';
import type { LegacyRow } from './legacy-source.ts';
import { either, nameOf, numberOf, objectOf, textOf } from './values.ts';

const given = (value: unknown): boolean => value !== null && value !== undefined && value !== '';

/** Takes the columns of one row, and notes whatever is not taken as it was. */
export class RowReader {
  readonly id: number;
  readonly notes: string[] = [];
  /** Which file its picture was found in, where that is not where it was. */
  mapping: string | undefined;

  constructor(
    private readonly rows: LegacyRows,
    readonly table: string,
    readonly row: LegacyRow,
  ) {
    this.id = numberOf(row);
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
    this.rows.report.dropped(this.table, this.id, why);
  }

  private noted<T>(column: string, taken: T): T {
    if (given(this.row[column]) && (taken === null || taken === undefined))
      this.notes.push(`without its ${column}: it does not fit`);
    return taken;
  }
}
