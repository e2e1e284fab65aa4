import { Command } from 'commander';
import { sealedColumns } from '@trellis/all';
import { Database, recordAudit } from '@trellis/database';
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
        '\nThe embedded default makes the new key itself. Otherwise put it in front of the old one first, in SECRETS_KEY\nor in the file of SECRETS_KEY_FILE, and restart the servers. Remove the old one afterwards.\n\nExample:\n  trellis secrets rotate',
      )
      .action(({ json }: { json?: boolean }) =>
        withApplication((resolve) => rotateAll(resolve(Secrets), resolve(Database), json)),
      ),
  );

/** What is older than the newest key is sealed first, so that the key that goes opens nothing any more. */
async function rotateAll(secrets: Secrets, database: Database, json: boolean | undefined): Promise<void> {
  const before = await sealAgain(secrets, database);
  if (before.unreadable.length === 0) secrets.renew();
  const after = await sealAgain(secrets, database);
  const { version } = secrets;
  const rotated = new Set([...before.rotated, ...after.rotated]).size;
  const { unreadable } = after;
  await recordAudit(database.manager, {
    actor: 'cli',
    action: 'secrets.rotated',
    subjectType: 'secret',
    subjectId: version ?? 'none',
    data: { rotated, unreadable: unreadable.length },
  });
  printResult(json, { version, rotated, unreadable }, [
    `encrypted again: ${rotated}`,
    ...unreadable.map((row) => `not readable: ${row}`),
  ]);
  if (unreadable.length > 0) process.exitCode = FINDINGS;
}

async function sealAgain(secrets: Secrets, database: Database): Promise<{ rotated: string[]; unreadable: string[] }> {
  const all: Rotation[] = [];
  for (const column of sealedColumns) for await (const one of rotate(database, secrets, column)) all.push(one);
  const rowsOf = (rotated: boolean) => all.filter((one) => one.rotated === rotated).map(({ row }) => row);
  return { rotated: rowsOf(true), unreadable: rowsOf(false) };
}
