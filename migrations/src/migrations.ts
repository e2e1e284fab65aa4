import { readdirSync } from 'node:fs';
import type { MigrationInterface } from 'typeorm';

type Migration = new () => MigrationInterface;

/** `0012-published-views.ts` in development, `.js` in a build; not the parts that a migration is split into. */
const FILE = /^\d{4}-[a-z-]+\.(ts|js)$/;

/** Every migration of the schema, in the order of its files: one migration is one file, and no list has to know of it. */
export const migrations: readonly Migration[] = await Promise.all(
  readdirSync(import.meta.dirname)
    .filter((file) => FILE.test(file))
    .sort()
    .map(async (file) => classOf(file, (await import(`./${file}`)) as Record<string, Migration>)),
);

function classOf(file: string, exported: Record<string, Migration>): Migration {
  const [migration, ...others] = Object.values(exported);
  if (!migration || others.length > 0) throw new Error(`${file} must export one migration and nothing else`);
  return migration;
}
