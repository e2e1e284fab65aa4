import { isUUID } from 'class-validator';
import { Command, Option } from 'commander';
import { UsageError, type CommandHost, type PackCommand, type Resolve } from '@trellis/manifest';
import { linksAtOnce } from '../clustering.settings.ts';
import { LinkManyService } from './link-many.service.ts';
import { LinksService } from './links.service.ts';
import type { LinkView } from './link-view.ts';

interface Options {
  state?: 'failed';
  run?: string;
  dryRun?: boolean;
  json?: boolean;
}

/** Links what can be linked, in this process. */
export const linkCommand: PackCommand = (host) =>
  new Command('link')
    .description('link the completed runs that should have a photo and have none')
    .addOption(new Option('--state <state>', 'retry only the links in this state').choices(['failed']))
    .option('--run <id>', 'only this run')
    .option('--dry-run', 'print the number of runs; change nothing')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  trellis link --dry-run\n  trellis link --state failed\n  trellis link --run 01890a5d-…',
    )
    .action((options: Options) =>
      host.withPacks((resolve, config) => linkMany(host, resolve, { ...options, concurrency: linksAtOnce(config) })),
    );

async function linkMany(
  host: CommandHost,
  resolve: Resolve,
  options: Options & { concurrency: number },
): Promise<void> {
  const { run, dryRun, json, concurrency } = options;
  if (run !== undefined && !isUUID(run)) throw new UsageError('--run must be the id of a run.');
  const many = resolve(LinkManyService);
  const selection = { runId: run, failed: options.state === 'failed' };
  if (run) await resolve(LinksService).get(run);
  const interruption = host.interruption();
  const total = await many.count(selection);
  if (dryRun) {
    interruption.end();
    return host.printResult(json, { wouldLink: total }, [`${total} runs would be linked`]);
  }
  const advice = '`trellis link` continues with the rest.';
  await host.withAdvice(advice, () =>
    host.printItems(json, FAILURES, async (print) => {
      const counts = { failures: 0, states: {} as Record<string, number> };
      const until = () => interruption.requested;
      const work = { actor: 'cli', concurrency, until };
      const progress = host.progress('Linking', total);
      for await (const link of many.linkAll(selection, work)) {
        progress.step();
        counts.states[link.state] = (counts.states[link.state] ?? 0) + 1;
        if (!link.lastError && link.state !== 'failed') continue;
        counts.failures += 1;
        print(link);
      }
      progress.end();
      if (counts.failures > 0) host.failures();
      const summary = Object.entries(counts.states).map(([state, count]) => `${count} ${state}`);
      const rest = { states: counts.states, stopped: interruption.requested };
      return { rest, summary: summary.join(', ') || 'nothing to link' };
    }),
  );
  interruption.end();
  host.reportStopped(interruption, advice);
}

const FAILURES = {
  name: 'failures',
  lineOf: ({ runId, reason, lastError }: LinkView) => `run ${runId}  ${reason ?? 'pending'}  ${lastError ?? ''}`,
};
