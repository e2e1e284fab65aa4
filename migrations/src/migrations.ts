import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { MigrationInterface } from 'typeorm';

type Migration = new () => MigrationInterface;

/** `0012-published-views.ts` in development, `.js` in a build; not the parts of a split migration. */
const FILE = /^\d{4}-[a-z0-9-]+\.(ts|js)$/;

/** A build may contain files of deleted sources. Where the sources exist, they decide. */
const sources = join(import.meta.dirname, '../src');
const isGone = (file: string) => existsSync(sources) && !existsSync(join(sources, `${basename(file, '.js')}.ts`));

/** Every migration of the schema, by file name. One migration is one file; there is no list. */
export const migrations: readonly Migration[] = await Promise.all(
  readdirSync(import.meta.dirname)
    .filter((file) => FILE.test(file) && (file.endsWith('.ts') || !isGone(file)))
    .sort()
    .map(async (file) => classOf(file, (await import(`./${file}`)) as Record<string, Migration>)),
);

function classOf(file: string, exported: Record<string, Migration>): Migration {
  const [migration, ...others] = Object.values(exported);
  if (!migration || others.length > 0) throw new Error(`${file} must export one migration and nothing else`);
  return migration;
}
