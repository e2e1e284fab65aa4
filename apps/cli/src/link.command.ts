import { Command, Option } from 'commander';
import { isUUID } from 'class-validator';
import type { INestApplicationContext } from '@nestjs/common';
import { ClusteringFacade, type LinkSelection, type LinkView } from '@trellis/clustering';
import type { TrellisConfig } from '@trellis/config';
import { DomainError } from '@trellis/kernel';
import { withApplication } from './application.ts';
import { FINDINGS } from './exit-codes.ts';
import { Interruption } from './interruption.ts';
import { printResult } from './output.ts';
import { Progress } from './progress.ts';
import { tellStopped } from './watched.ts';

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
  const work = { selection, total, concurrency: config.LINK_CONCURRENCY, interruption };
  const { states, failures } = await perform(clustering, work);
  interruption.end();
  const lines = failures.map(
    ({ runId, reason, lastError }) => `run ${runId}  ${reason ?? 'pending'}  ${lastError ?? ''}`,
  );
  const summary = Object.entries(states).map(([state, count]) => `${count} ${state}`);
  printResult(json, { states, failures, stopped: interruption.requested }, [
    ...lines,
    summary.join(', ') || 'nothing to link',
  ]);
  if (failures.length > 0) process.exitCode = FINDINGS;
  tellStopped(interruption, '`trellis link` goes on with what is left.');
}

interface Work {
  selection: LinkSelection;
  total: number;
  concurrency: number;
  interruption: Interruption;
}

async function perform(
  clustering: ClusteringFacade,
  { selection, total, concurrency, interruption }: Work,
): Promise<{ states: Record<string, number>; failures: LinkView[] }> {
  const progress = new Progress('Linking', total);
  const states: Record<string, number> = {};
  const failures: LinkView[] = [];
  const until = () => interruption.requested;
  for await (const link of clustering.linkMany(selection, { actor: 'cli', concurrency, until })) {
    states[link.state] = (states[link.state] ?? 0) + 1;
    if (link.lastError || link.state === 'failed') failures.push(link);
    progress.step();
  }
  progress.end();
  return { states, failures };
}
