import { legacyIdOf } from './legacy-id.ts';
import type { LegacyRow } from './legacy-source.ts';
import { dayOf, either, momentOf, nameOf, objectOf, storable, textOf } from './values.ts';

const given = (value: unknown): boolean => value !== null && value !== undefined && value !== '';
const shown = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));

/** What a row needs to know about the import. */
export interface RowContext {
  /** Our id of a legacy row; undefined when that was not imported. */
  idOf(table: string, legacyId: unknown): string | undefined;
  readonly report: { dropped(table: string, id: string | null, why: string): void };
}

/** The whole numbers that a column takes, both ends included, and its value when there is none of them. */
interface Whole<T> {
  least: number;
  most?: number;
  otherwise: T;
}

const MOST_INTEGER = 2 ** 31 - 1;

/** Reads the columns of one row and notes every value that is changed or left out. The row itself stays. */
export class RowReader {
  /** The legacy id; null for a row of a join table without one. */
  readonly id: string | null;
  readonly notes: string[] = [];
  /** The file of its image, when that differs from its path. */
  mapping: string | undefined;

  constructor(
    private readonly rows: RowContext,
    readonly table: string,
    readonly row: LegacyRow,
  ) {
    this.id = legacyIdOf(row['id']);
  }

  /** Not imported before. */
  get isNew(): boolean {
    return this.rows.idOf(this.table, this.id) === undefined;
  }

  /** Whether the column has a value, readable or not. */
  has(column: string): boolean {
    return given(this.row[column]);
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
    if (given(legacyId) && !id) this.notes.push(`without its ${what}: ${what} ${shown(legacyId)} was not imported`);
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
    const why = `its ${column} cannot be read: ${shown(column && this.row[column])}`;
    if (column !== undefined && !moment && !this.notes.includes(why)) this.notes.push(why);
    return moment;
  }

  day(column: string): string | null {
    return this.taken(column, dayOf(this.row[column]), 'it is not a day');
  }

  text(...columns: string[]): string | null {
    const column = columns.find((name) => given(this.row[name])) ?? '';
    const text = this.taken(column, textOf(this.row[column]), 'it is not a text');
    if (text !== null && text !== shown(this.row[column])) this.noteCharacters(column);
    return text;
  }

  object(column: string): Record<string, unknown> {
    const object = objectOf(this.row[column]);
    const taken = storable(this.taken(column, object, 'it is not an object') ?? {}) as Record<string, unknown>;
    if (object && taken !== object) this.noteCharacters(column);
    return taken;
  }

  whole<T extends number | null>(columns: string[], { least, most = MOST_INTEGER, otherwise }: Whole<T>): number | T {
    const column = columns.find((name) => given(this.row[name]));
    if (column === undefined) return otherwise;
    const value = Number(this.row[column]);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    const instead =
      otherwise === null ? `without its ${column}` : `${column} ${shown(this.row[column])} → ${otherwise}`;
    const range = most === MOST_INTEGER ? `from ${least}` : `from ${least} to ${most}`;
    this.notes.push(`${instead}: it is not a whole number ${range}`);
    return otherwise;
  }

  mapped(path: string, file: string): void {
    if (file !== path) this.mapping = `${path} → ${file}`;
  }

  /** The row is not imported. */
  drop(why: string): void {
    this.rows.report.dropped(this.table, this.id, why);
  }

  noteCharacters(column: string): void {
    this.notes.push(`its ${column} without the characters that cannot be stored`);
  }

  private taken<T>(column: string, value: T, why: string): T {
    if (given(this.row[column]) && (value === null || value === undefined))
      this.notes.push(`without its ${column}: ${why}`);
    return value;
  }
}
