import { Argument, Command } from 'commander';
import { subscriptions } from '@trellis/all';
import type { DatabaseUrls } from '@trellis/database';
import { UsageError } from '@trellis/manifest';
import { Migrator } from '@trellis/migrations';
import { printResult } from './output.ts';
import { withDatabase } from './with-database.ts';

interface Options {
  to?: string;
  dryRun?: boolean;
  json?: boolean;
}

type Direction = 'up' | 'down' | 'status';

/** Migrations of the schema and of the queues. */
export const migrateCommand = (): Command =>
  new Command('migrate')
    .description('migrate the schema up or down, or print its status')
    .addArgument(new Argument('<direction>').choices(['up', 'down', 'status']))
    .option('--to <name>', 'up: the last migration to run; down: the last migration to keep')
    .option('--dry-run', 'print the SQL and change nothing')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  trellis migrate up\n  trellis migrate up --to Photos --dry-run\n  trellis migrate down --to Photos',
    )
    .action((direction: Direction, options: Options) =>
      withDatabase(async (urls) => {
        await Migrator.use(urls, subscriptions, (migrator) => migrate(migrator, direction, options));
        if (direction === 'up' && !options.dryRun && !options.to) await requireSameDatabase(urls);
      }),
    );

async function migrate(migrator: Migrator, direction: Direction, { to, dryRun, json }: Options): Promise<void> {
  if (direction === 'status') {
    const status = await migrator.status();
    const lines = [
      ...status.applied.map((name) => `applied  ${name}`),
      ...status.pending.map((name) => `pending  ${name}`),
    ];
    return printResult(json, status, lines);
  }
  if (dryRun) {
    const statements = await migrator.plan(direction, to);
    return printResult(json, { statements }, statements);
  }
  const done = direction === 'up' ? await migrator.up(to) : await migrator.down(to);
  const verb = direction === 'up' ? 'applied' : 'reverted';
  printResult(json, { [verb]: done }, done.length > 0 ? done.map((name) => `${verb} ${name}`) : ['nothing to do']);
}

/** After `up`, the working role must find everything done. Otherwise its URL leads to another database. */
async function requireSameDatabase({ owner, work }: DatabaseUrls): Promise<void> {
  if (owner === work) return;
  const { pending } = await Migrator.use(work, subscriptions, (migrator) => migrator.status());
  if (pending.length > 0)
    throw new UsageError('DATABASE_URL and MIGRATION_DATABASE_URL lead to different databases. Migrated: the second.');
}
