import { Command } from 'commander';
import type { EntityManager } from 'typeorm';
import { sealedColumns } from '@trellis/all';
import { Database, recordAudit } from '@trellis/database';
import { UsageError } from '@trellis/manifest';
import { Secrets, rotate, type Rotation } from '@trellis/secrets';
import { withApplication } from './application.ts';
import { FINDINGS } from './exit-codes.ts';
import { printResult } from './output.ts';

/** Secrets in the database. */
export const secretsCommand = (): Command =>
  new Command('secrets').description('secrets in the database').addCommand(
    new Command('rotate')
      .description('encrypt every secret with a new key')
      .option('--json', 'print the result as JSON')
      .addHelpText(
        'after',
        '\nThe embedded default makes the new key itself. Otherwise set <old>,<new> in SECRETS_KEY or its file and restart all\nservers, then <new>,<old> and restart them, and run this. Remove the old key afterwards.\n\nExample:\n  trellis secrets rotate',
      )
      .action(({ json }: { json?: boolean }) =>
        withApplication((resolve) => rotateAll(resolve(Secrets), resolve(Database), json)),
      ),
  );

/** Locked by a rotation until its transaction ends. */
const LOCK = 7_237_535_504;

/**
 * One rotation at a time, in one transaction. What is older than the newest key is sealed first, so that the key that
 * goes opens nothing any more.
 */
async function rotateAll(secrets: Secrets, database: Database, json: boolean | undefined): Promise<void> {
  const done = await database.shared(async (manager) => {
    const [{ mine }] = await manager.query<[{ mine: boolean }]>(`select pg_try_advisory_xact_lock(${LOCK}) as mine`);
    if (!mine) throw new UsageError('Another rotation is running. Wait until it has ended.');
    const before = await sealAgain(secrets, manager);
    if (before.unreadable.length === 0) secrets.renew();
    const { rotated, unreadable } = await sealAgain(secrets, manager);
    const data = { rotated: new Set([...before.rotated, ...rotated]).size, unreadable: unreadable.length };
    const audit = { actor: 'cli', action: 'secrets.rotated', subjectType: 'secret' } as const;
    await recordAudit(manager, { ...audit, subjectId: secrets.version ?? 'none', data });
    return { version: secrets.version, rotated: data.rotated, unreadable };
  });
  printResult(json, done, [
    `encrypted again: ${done.rotated}`,
    ...done.unreadable.map((row) => `not readable: ${row}`),
  ]);
  if (done.unreadable.length > 0) process.exitCode = FINDINGS;
}

async function sealAgain(
  secrets: Secrets,
  manager: EntityManager,
): Promise<{ rotated: string[]; unreadable: string[] }> {
  const all: Rotation[] = [];
  for (const column of sealedColumns) for await (const one of rotate(manager, secrets, column)) all.push(one);
  const rowsOf = (rotated: boolean) => all.filter((one) => one.rotated === rotated).map(({ row }) => row);
  return { rotated: rowsOf(true), unreadable: rowsOf(false) };
}
