import { isUUID } from 'class-validator';
import { Command } from 'commander';
import { UsageError, type CommandHost, type PackCommand, type Resolve } from '@trellis/manifest';
import { PipelineFacade } from '../pipeline.facade.ts';
import { ScoreCheck, type ScoreDifference } from './score-check.ts';

interface Options {
  run?: string;
  fix?: boolean;
  json?: boolean;
}

/** Compares scores and counts with the log of votes. */
export const scoresCommand: PackCommand = (host) =>
  new Command('scores').description('check the scores of candidates').addCommand(
    new Command('check')
      .description('replay the votes of every run, or of one run, and compare every score and vote count')
      .option('--run <id>', 'only this run')
      .option('--fix', 'set the scores to the replayed ones')
      .option('--json', 'print the result as JSON')
      .addHelpText('after', '\nExamples:\n  trellis scores check\n  trellis scores check --run 01890a5d-… --fix')
      .action((options: Options) => host.withPacks((resolve) => checkScores(host, resolve, options))),
  );

async function checkScores(host: CommandHost, resolve: Resolve, { run, fix = false, json }: Options): Promise<void> {
  if (run !== undefined && !isUUID(run)) throw new UsageError('--run must be the id of a run.');
  if (run !== undefined) await resolve(PipelineFacade).getRun(run);
  const check = resolve(ScoreCheck);
  const interruption = host.interruption();
  const differences: ScoreDifference[] = [];
  let runs = 0;
  const total = run === undefined ? await check.count() : 1;
  const ids = run === undefined ? check.runs() : [run];
  for await (const runId of host.watched(ids, { what: 'Replaying votes', total, interruption })) {
    differences.push(...(await (fix ? check.fix(runId) : check.check(runId))));
    runs += 1;
  }
  interruption.end();
  const summary = `${runs} runs checked, ${differences.length} candidates differ${fix && differences.length > 0 ? ', fixed' : ''}`;
  host.printResult(json, { runs, fixed: fix, differences, stopped: interruption.requested }, [
    ...differences.map(lineOf),
    summary,
  ]);
  if (differences.length > 0 && !fix) host.failures();
  host.reportStopped(interruption, 'Run `trellis scores check` again to start over.');
}

const lineOf = ({ runId, candidateId, stored, replayed }: ScoreDifference): string =>
  `run ${runId}  candidate ${candidateId}  score ${stored.eloScore} → ${replayed.eloScore}  votes ${stored.voteCount} → ${replayed.voteCount}`;
