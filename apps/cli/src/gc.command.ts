import { Command } from 'commander';
import type { INestApplicationContext } from '@nestjs/common';
import { ClusteringFacade } from '@trellis/clustering';
import { DomainError } from '@trellis/kernel';
import { ObjectGarbage } from '@trellis/photos';
import { withApplication } from './application.ts';
import { Interruption } from './interruption.ts';
import { printItems } from './print-items.ts';
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
  await printItems(json, KEYS, async (print) => {
    const counts = { due: 0, deleted: 0 };
    for await (const key of watched(garbage.due(), { what: 'Deleting objects', total, interruption })) {
      counts.due += 1;
      if (dryRun) print(key);
      else if (await garbage.collect(key)) counts.deleted += 1;
    }
    const summary = dryRun ? `${counts.due} objects would be deleted` : `${counts.deleted} objects deleted`;
    return { rest: { ...counts, stopped: interruption.requested }, summary };
  });
  interruption.end();
  tellStopped(interruption, '`trellis gc` goes on with what is left.');
}

async function collectUntracked(app: INestApplicationContext, { dryRun, force, json }: Options): Promise<void> {
  const garbage = app.get(ObjectGarbage);
  const interruption = new Interruption();
  const { total, untracked } = await findUntracked(garbage, app.get(ClusteringFacade), interruption);
  const whole = !interruption.requested;
  if (!dryRun && !force && whole && untracked.length > total * MOST_UNTRACKED) throw tooMany(untracked.length, total);
  await printItems(json, KEYS, async (print) => {
    let deleted = 0;
    const what = { what: 'Deleting objects', total: untracked.length, interruption };
    if (dryRun) untracked.forEach(print);
    for await (const key of watched(dryRun || !whole ? [] : untracked, what)) {
      await garbage.deleteUnknown(key);
      deleted += 1;
    }
    const rest = { total, untracked: untracked.length, deleted, stopped: interruption.requested };
    return { rest, summary: `${total} objects, ${untracked.length} without a row, ${deleted} deleted` };
  });
  interruption.end();
  tellStopped(interruption, '`trellis gc --untracked` begins anew.');
}

/** What a preview lists. */
const KEYS = { name: 'keys', lineOf: (key: string) => key };

const tooMany = (untracked: number, total: number) =>
  new DomainError(
    'validation_failed',
    'invalid',
    `${untracked} of ${total} objects have no row: is this the right database, and the right bucket? --dry-run lists them, --force deletes them.`,
  );
