import { join } from 'node:path';
import { SessionClient } from '@trellis/database';
import { UsageError, readTextFile } from '@trellis/manifest';
import { parseExactly, rowOf } from './exact-json.ts';
import { compareIds } from './legacy-id.ts';
import { requireFolder } from './require-folder.ts';

export type LegacyRow = Readonly<Record<string, unknown>>;

/** An earlier system: its database, or an export of one JSON file per table. */
export interface LegacySource {
  /** The rows of a table in the order of their ids; empty when there is no such table. */
  rows(table: string): Promise<LegacyRow[]>;
  close(): Promise<void>;
}

/** @param from a postgres:// URL, or a folder. @throws UsageError for anything else */
export async function openLegacySource(from: string): Promise<LegacySource> {
  if (/^postgres(ql)?:\/\//.test(from)) return openDatabase(from);
  await requireFolder(from, '--from must be a postgres:// URL or a folder');
  return { rows: (table) => fromFile(join(from, `${table}.json`)), close: async () => undefined };
}

async function openDatabase(url: string): Promise<LegacySource> {
  const client = new SessionClient({ connectionString: url, application_name: 'trellis-import' });
  await client.connect().catch((error: Error) => {
    throw new UsageError(`The database of --from cannot be used: ${error.message}`);
  });
  const { rows } = await client.query<{ encoding: string }>(`select current_setting('server_encoding') as encoding`);
  if (rows[0]?.encoding === 'SQL_ASCII')
    throw new UsageError(
      'The database of --from has the encoding SQL_ASCII, so its texts have none. Export it as UTF-8.',
    );
  await client.query('begin transaction isolation level repeatable read read only');
  return { rows: (table) => fromTable(client, table), close: () => client.end() };
}

/** As JSON, so that a value reads the same as in an export. */
async function fromTable(client: SessionClient, table: string): Promise<LegacyRow[]> {
  const there = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [table]);
  if (!there.rows[0]?.there) return [];
  const { rows } = await client.query<{ row: string }>(`select row_to_json(t)::text as row from ${table} t`);
  return inOrder(rows.map(({ row }) => rowOf(parseExactly(row) as object)));
}

const inOrder = (rows: readonly LegacyRow[]): LegacyRow[] => [...rows].sort((a, b) => compareIds(a['id'], b['id']));

async function fromFile(file: string): Promise<LegacyRow[]> {
  const content = parsed(await readTextFile(file, { missing: '[]' }), file);
  if (content === null) return [];
  if (!Array.isArray(content)) throw new UsageError(`${file} must hold a JSON array of rows.`);
  return inOrder(content.map((row: unknown, i) => rowOf(requireRow(row, i, file))));
}

function requireRow(row: unknown, index: number, file: string): object {
  if (typeof row === 'object' && row !== null && !Array.isArray(row)) return row;
  throw new UsageError(`${file}: row ${index + 1} is not an object.`);
}

function parsed(text: string, file: string): unknown {
  try {
    return parseExactly(text);
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${(error as Error).message}`);
  }
}
