import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { DomainError } from '@trellis/kernel';
import { isFolder } from './is-folder.ts';

export type LegacyRow = Readonly<Record<string, unknown>>;

/** An earlier system: its database, or an export of one JSON file per table. */
export interface LegacySource {
  /** Every row of a table in the order of its ids; none where there is no such table. */
  rows(table: string): Promise<LegacyRow[]>;
  close(): Promise<void>;
}

const invalid = (detail: string) => new DomainError('validation_failed', 'invalid', detail);

/** @param from a postgres:// URL, or a folder. @throws DomainError for neither */
export async function openLegacySource(from: string): Promise<LegacySource> {
  if (/^postgres(ql)?:\/\//.test(from)) return openDatabase(from);
  if (!(await isFolder(from)))
    throw invalid(`--from must be a postgres:// URL or a folder; there is no folder ${from}.`);
  return { rows: (table) => fromFile(join(from, `${table}.json`)), close: async () => undefined };
}

async function openDatabase(url: string): Promise<LegacySource> {
  const client = new Client({ connectionString: url, application_name: 'trellis-import' });
  await client.connect();
  await client.query('begin transaction isolation level repeatable read read only');
  const rows = async (table: string) => {
    const there = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [table]);
    return there.rows[0]?.there ? (await client.query<LegacyRow>(`select * from ${table} order by 1`)).rows : [];
  };
  return { rows, close: () => client.end() };
}

async function fromFile(file: string): Promise<LegacyRow[]> {
  if (!existsSync(file)) return [];
  const content = parsed(await readFile(file, 'utf8'), file);
  if (!Array.isArray(content)) throw invalid(`${file} must hold a JSON array of rows.`);
  return [...(content as LegacyRow[])].sort((a, b) => Number(a['id'] ?? 0) - Number(b['id'] ?? 0));
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw invalid(`${file} is not JSON: ${(error as Error).message}`);
  }
}
