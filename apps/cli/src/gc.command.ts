import { Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { ClusteringFacade } from '@trellis/clustering';
import { DomainError } from '@trellis/kernel';
import { ObjectGarbage } from '@trellis/photos';
import { withApplication } from './application.ts';
import { Interruption } from './interruption.ts';
import { printResult } from './output.ts';
import { findUntracked } from './untracked-objects.ts';
import { tellStopped, watched } from './watched.ts';

interface Options {
  dryRun?: boolean;
  untracked?: boolean;
  force?: boolean;
  json?: boolean;
}

/** More than this share of all objects without a row is rather the wrong database, or the wrong bucket. */
const MOST_UNTRACKED = 0.1;

/** Deletes objects that are nobody's. */
export const gcCommand = (): Command =>
  new Command('gc')
    .description('delete the objects of photos that went more than seven days ago')
    .option('--untracked', 'objects that no row knows, instead')
    .option('--force', 'with --untracked: also when they are more than 10 % of all')
    .option('--dry-run', 'say which, and change nothing')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExamples:\n  trellis gc --dry-run\n  trellis gc\n  trellis gc --untracked --dry-run')
    .action((options: Options) =>
      withApplication((app) => (options.untracked ? collectUntracked(app, options) : collectDue(app, options))),
    );

async function collectDue(app: INestApplicationContext, { dryRun, json }: Options): Promise<void> {
  const garbage = app.get(ObjectGarbage);
  const interruption = new Interruption();
  const total = await garbage.countDue();
  let deleted = 0;
  let due = 0;
  for await (const key of watched(garbage.due(), { what: 'Deleting objects', total, interruption })) {
    due += 1;
    if (!dryRun && (await garbage.collect(key))) deleted += 1;
    if (dryRun && !json) process.stdout.write(`${key}\n`);
  }
  interruption.end();
  printResult(json, { due, deleted, stopped: interruption.requested }, [
    dryRun ? `${due} objects would be deleted` : `${deleted} objects deleted`,
  ]);
  tellStopped(interruption, '`trellis gc` goes on with what is left.');
}

async function collectUntracked(app: INestApplicationContext, { dryRun, force, json }: Options): Promise<void> {
  const garbage = app.get(ObjectGarbage);
  const interruption = new Interruption();
  const { total, untracked } = await findUntracked(garbage, app.get(ClusteringFacade), interruption);
  const whole = !interruption.requested;
  if (!dryRun && !force && whole && untracked.length > total * MOST_UNTRACKED) throw tooMany(untracked.length, total);
  let deleted = 0;
  const what = { what: 'Deleting objects', total: untracked.length, interruption };
  for await (const key of watched(dryRun || !whole ? [] : untracked, what)) {
    await garbage.deleteUnknown(key);
    deleted += 1;
  }
  interruption.end();
  if (dryRun && !json) for (const key of untracked) process.stdout.write(`${key}\n`);
  printResult(json, { total, untracked: untracked.length, deleted, stopped: interruption.requested }, [
    `${total} objects, ${untracked.length} without a row, ${deleted} deleted`,
  ]);
  tellStopped(interruption, '`trellis gc --untracked` begins anew.');
}

const tooMany = (untracked: number, total: number) =>
  new DomainError(
    'validation_failed',
    'invalid',
    `${untracked} of ${total} objects have no row: is this the right database, and the right bucket? --dry-run lists them, --force deletes them.`,
  );
