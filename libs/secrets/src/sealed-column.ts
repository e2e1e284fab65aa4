import { versionSql } from './envelope.ts';
import { SecretUnreadableError } from './secrets.problems.ts';
import type { Secrets } from './secrets.ts';

/** A column with sealed values, for `trellis secrets rotate` and `trellis doctor`. */
export interface SealedColumn {
  table: string;
  column: string;
  /** SQL for the text that identifies a row: `row` of the place for which its value is sealed. */
  row: string;
  /** SQL for the rows whose value is sealed. */
  where: string;
}

interface Queries {
  query<T>(sql: string, parameters?: unknown[]): Promise<T>;
}

interface SealedRow {
  row: string;
  sealed: Buffer;
}

const PAGE = 100;

/** The sealed values of a column, in pages by row. `but` leaves out the values of one version of the key. */
async function* sealedRows(database: Queries, of: SealedColumn, but = ''): AsyncIterable<SealedRow> {
  for (let last = ''; ;) {
    const rows = await database.query<SealedRow[]>(
      `select ${of.row} as row, ${of.column} as sealed from ${of.table}
       where ${of.where} and ${of.row} > $1 and ${versionSql(of.column)} <> decode($2, 'hex') order by 1 limit ${PAGE}`,
      [last, but],
    );
    yield* rows;
    const next = rows.at(-1);
    if (!next || rows.length < PAGE) return;
    last = next.row;
  }
}

const opens = (secrets: Secrets, { table, column }: SealedColumn, { row, sealed }: SealedRow): string | undefined => {
  try {
    return secrets.open(sealed, { table, row, column });
  } catch (error) {
    if (error instanceof SecretUnreadableError) return undefined;
    throw error;
  }
};

/** The secrets that cannot be read, as `<table> <row>`. */
export async function* unreadable(database: Queries, secrets: Secrets, of: SealedColumn): AsyncIterable<string> {
  for await (const one of sealedRows(database, of))
    if (opens(secrets, of, one) === undefined) yield `${of.table} ${one.row}`;
}

export interface Rotation {
  row: string;
  /** False: it could not be read and stays as it was. */
  rotated: boolean;
}

/**
 * Seals every value of the column again with the newest key. May be repeated. A value that changes meanwhile is not
 * overwritten: its writer has sealed it.
 */
export async function* rotate(database: Queries, secrets: Secrets, of: SealedColumn): AsyncIterable<Rotation> {
  const { table, column } = of;
  for await (const one of sealedRows(database, of, secrets.version)) {
    const text = opens(secrets, of, one);
    if (text !== undefined)
      await database.query(`update ${table} set ${column} = $1 where ${of.row} = $2 and ${column} = $3`, [
        secrets.seal(text, { table, row: one.row, column }),
        one.row,
        one.sealed,
      ]);
    yield { row: `${table} ${one.row}`, rotated: text !== undefined };
  }
}
