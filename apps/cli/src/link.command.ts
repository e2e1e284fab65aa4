import { Command, Option } from 'commander';
import { isUUID } from 'class-validator';
import type { INestApplicationContext } from '@nestjs/common';
import { ClusteringFacade, type LinkView } from '@trellis/clustering';
import type { TrellisConfig } from '@trellis/config';
import { DomainError } from '@trellis/kernel';
import { withApplication } from './application.ts';
import { FINDINGS } from './exit-codes.ts';
import { Interruption } from './interruption.ts';
import { printResult } from './output.ts';
import { printItems } from './print-items.ts';
import { Progress } from './progress.ts';
import { goingOn, tellStopped } from './watched.ts';

interface Options {
  state?: 'failed';
  run?: string;
  dryRun?: boolean;
  json?: boolean;
}

/** Links what can be linked, in this process. */
export const linkCommand = (): Command =>
  new Command('link')
    .description('link the completed runs that should have a photo and have none')
    .addOption(new Option('--state <state>', 'only links of this state, tried afresh').choices(['failed']))
    .option('--run <id>', 'only this run')
    .option('--dry-run', 'say how many, and change nothing')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  trellis link --dry-run\n  trellis link --state failed\n  trellis link --run 01890a5d-…',
    )
    .action((options: Options) => withApplication((app, config) => linkMany(app, config, options)));

async function linkMany(app: INestApplicationContext, config: TrellisConfig, options: Options): Promise<void> {
  const { run, dryRun, json } = options;
  if (run !== undefined && !isUUID(run))
    throw new DomainError('validation_failed', 'invalid', '--run must be the id of a run.');
  const clustering = app.get(ClusteringFacade);
  const selection = { runId: run, failed: options.state === 'failed' };
  if (run) await clustering.linkOf(run);
  const interruption = new Interruption();
  const total = await clustering.countUnlinked(selection);
  if (dryRun) {
    interruption.end();
    return printResult(json, { wouldLink: total }, [`${total} runs would be linked`]);
  }
  const goOn = '`trellis link` goes on with what is left.';
  await goingOn(goOn, () =>
    printItems(json, FAILURES, async (print) => {
      const counts = { failures: 0, states: {} as Record<string, number> };
      const until = () => interruption.requested;
      const work = { actor: 'cli', concurrency: config.LINK_CONCURRENCY, until };
      const progress = new Progress('Linking', total);
      for await (const link of clustering.linkMany(selection, work)) {
        progress.step();
        counts.states[link.state] = (counts.states[link.state] ?? 0) + 1;
        if (!link.lastError && link.state !== 'failed') continue;
        counts.failures += 1;
        print(link);
      }
      progress.end();
      if (counts.failures > 0) process.exitCode = FINDINGS;
      const summary = Object.entries(counts.states).map(([state, count]) => `${count} ${state}`);
      const rest = { states: counts.states, stopped: interruption.requested };
      return { rest, summary: summary.join(', ') || 'nothing to link' };
    }),
  );
  interruption.end();
  tellStopped(interruption, goOn);
}

const FAILURES = {
  name: 'failures',
  lineOf: ({ runId, reason, lastError }: LinkView) => `run ${runId}  ${reason ?? 'pending'}  ${lastError ?? ''}`,
};
