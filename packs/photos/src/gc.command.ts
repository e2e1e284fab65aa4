import { Command } from 'commander';
import { UsageError, type CommandHost, type PackCommand, type Resolve } from '@trellis/manifest';
import { findUntracked } from './doctor/untracked-objects.ts';
import { ObjectGarbage } from './object-garbage.ts';

interface Options {
  dryRun?: boolean;
  untracked?: boolean;
  force?: boolean;
  json?: boolean;
}

/** A larger share of objects without a row suggests the wrong database or the wrong bucket. */
const MOST_UNTRACKED = 0.1;

/** Deletes tombstoned or untracked objects. */
export const gcCommand: PackCommand = (host) =>
  new Command('gc')
    .description('delete the objects of photos that went more than seven days ago, and what half a deletion left')
    .option('--untracked', 'delete objects without a row instead')
    .option('--force', 'with --untracked: also when they are more than 10 % of all objects')
    .option('--dry-run', 'list the objects; change nothing')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExamples:\n  trellis gc --dry-run\n  trellis gc\n  trellis gc --untracked --dry-run')
    .action((options: Options) =>
      host.withPacks((resolve) =>
        options.untracked ? collectUntracked(host, resolve, options) : collectDue(host, resolve, options),
      ),
    );

async function collectDue(host: CommandHost, resolve: Resolve, { dryRun, json }: Options): Promise<void> {
  const garbage = resolve(ObjectGarbage);
  const interruption = host.interruption();
  const total = await garbage.countDue();
  await host.printItems(json, KEYS, async (print) => {
    const counts = { due: 0, deleted: 0, leftovers: 0 };
    for await (const place of host.watched(garbage.due(), { what: 'Deleting objects', total, interruption })) {
      counts.due += 1;
      if (dryRun) print(place.key);
      else if (await garbage.collect(place)) counts.deleted += 1;
    }
    for (const leftovers of host.leftovers)
      for await (const name of leftovers.find(resolve)) {
        if (interruption.requested) break;
        counts.leftovers += 1;
        if (dryRun) print(name);
        else await leftovers.delete(resolve, name);
      }
    const summary = dryRun
      ? `${counts.due + counts.leftovers} objects would be deleted`
      : `${counts.deleted + counts.leftovers} objects deleted`;
    return { rest: { ...counts, stopped: interruption.requested }, summary };
  });
  interruption.end();
  host.reportStopped(interruption, '`trellis gc` continues with the rest.');
}

async function collectUntracked(host: CommandHost, resolve: Resolve, { dryRun, force, json }: Options): Promise<void> {
  const garbage = resolve(ObjectGarbage);
  const interruption = host.interruption();
  const { total, untracked } = await findUntracked(garbage, host.watched, interruption);
  const whole = !interruption.requested;
  if (!dryRun && !force && whole && untracked.length > total * MOST_UNTRACKED) throw tooMany(untracked.length, total);
  await host.printItems(json, KEYS, async (print) => {
    let deleted = 0;
    const what = { what: 'Deleting objects', total: untracked.length, interruption };
    if (dryRun) for (const { key } of untracked) print(key);
    for await (const place of host.watched(dryRun || !whole ? [] : untracked, what)) {
      await garbage.deleteUnknown(place);
      deleted += 1;
    }
    const rest = { total, untracked: untracked.length, deleted, stopped: interruption.requested };
    return { rest, summary: `${total} objects, ${untracked.length} without a row, ${deleted} deleted` };
  });
  interruption.end();
  host.reportStopped(interruption, 'Run `trellis gc --untracked` again to start over.');
}

/** The items of a preview. */
const KEYS = { name: 'keys', lineOf: (key: string) => key };

const tooMany = (untracked: number, total: number) =>
  new UsageError(
    `${untracked} of ${total} objects have no row. Check the database and the bucket. --dry-run lists the objects, --force deletes them.`,
  );
