import { Command } from 'commander';
import type { CommandHost, PackCommand, Resolve } from '@trellis/manifest';
import { PublishingGuard } from '../guard/publishing-guard.ts';
import { DuePosts, type DuePost } from '../running/due-posts.service.ts';
import { DueSteps } from '../running/due-runner.ts';

interface Options {
  dryRun?: boolean;
  json?: boolean;
}

/** Publishes what is due, in this process. */
export const publishCommand: PackCommand = (host) =>
  new Command('publish').description('publish posts').addCommand(
    new Command('due')
      .description('publish what is due now, and print what is not published, and why')
      .option('--dry-run', 'print what is due; change nothing')
      .option('--json', 'print the result as JSON')
      .addHelpText('after', '\nExamples:\n  trellis publish due --dry-run\n  trellis publish due')
      .action((options: Options) => host.withPacks((resolve) => publishDue(host, resolve, options))),
  );

async function publishDue(host: CommandHost, resolve: Resolve, { dryRun, json }: Options): Promise<void> {
  const interruption = host.interruption();
  const { state } = await resolve(PublishingGuard).check();
  if (!dryRun && state === 'running') await resolve(DueSteps).run(() => interruption.requested);
  await host.printItems(json, DUE, async (print) => {
    let count = 0;
    for await (const post of resolve(DuePosts).list()) {
      count += 1;
      print(post);
    }
    return {
      rest: { state, stopped: interruption.requested },
      summary: `publishing is ${state}; ${count} posts are due`,
    };
  });
  interruption.end();
  host.reportStopped(interruption, '`trellis publish due` continues with the rest.');
}

const DUE = {
  name: 'due',
  lineOf: ({ id, account, scheduledAt, waitsFor }: DuePost) =>
    `post ${id}  ${account}  ${scheduledAt.toISOString()}  ${waitsFor ? `waits for ${waitsFor}` : 'would be published now'}`,
};
