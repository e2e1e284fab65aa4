import { createHash } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { migrations } from './migrations.ts';

type Direction = 'up' | 'down';

/** The statements of a migration. Nothing is run. */
export async function statementsOf(migration: MigrationInterface, direction: Direction): Promise<string[]> {
  const statements: string[] = [];
  const recorder = { query: async (sql: string) => void statements.push(sql.trim()) };
  await migration[direction](recorder as unknown as QueryRunner);
  return statements;
}

/** The SHA-256 of the statements of a migration upwards, hexadecimal. */
export async function checksumOf(migration: MigrationInterface): Promise<string> {
  const statements = await statementsOf(migration, 'up');
  return createHash('sha256').update(statements.join(';\n')).digest('hex');
}

/** The checksums of all migrations, by name. */
export async function checksums(): Promise<ReadonlyMap<string, string>> {
  const entries = migrations.map(async (type): Promise<[string, string]> => [type.name, await checksumOf(new type())]);
  return new Map(await Promise.all(entries));
}

interface Queries {
  query<T>(sql: string): Promise<T>;
}

/** The applied migrations that had other statements when they ran than they have now. */
export async function changedMigrations(database: Queries): Promise<string[]> {
  const rows = await database.query<{ name: string; checksum: string | null }[]>(
    `select name, to_jsonb(m)->>'checksum' as checksum from schema_migrations m order by name`,
  );
  const current = await checksums();
  return rows
    .filter(({ name, checksum }) => checksum !== null && current.has(name) && current.get(name) !== checksum)
    .map(({ name }) => name);
}
