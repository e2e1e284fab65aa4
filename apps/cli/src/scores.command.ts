import { Command } from 'commander';
import { isUUID } from 'class-validator';
import type { DataSource } from 'typeorm';
import { DomainError } from '@trellis/kernel';
import { ScoreCheck, type ScoreDifference } from '@trellis/pipeline';
import { FINDINGS } from './exit-codes.ts';
import { Interruption } from './interruption.ts';
import { printResult } from './output.ts';
import { tellStopped, watched } from './watched.ts';
import { withDataSource } from './with-data-source.ts';

interface Options {
  run?: string;
  fix?: boolean;
  json?: boolean;
}

/** Scores and counts against the log of votes. */
export const scoresCommand = (): Command =>
  new Command('scores').description('scores of candidates against the log of votes').addCommand(
    new Command('check')
      .description('replay the votes of every run, or of one, and compare every score and count')
      .option('--run <id>', 'only this run')
      .option('--fix', 'set the scores to what the log gives')
      .option('--json', 'print the result as JSON')
      .addHelpText('after', '\nExamples:\n  trellis scores check\n  trellis scores check --run 01890a5d-… --fix')
      .action((options: Options) => withDataSource([], (dataSource) => checkScores(dataSource, options))),
  );

async function checkScores(dataSource: DataSource, { run, fix = false, json }: Options): Promise<void> {
  if (run !== undefined && !isUUID(run))
    throw new DomainError('validation_failed', 'invalid', '--run must be the id of a run.');
  if (run !== undefined) await requireRun(dataSource, run);
  const check = new ScoreCheck(dataSource);
  const interruption = new Interruption();
  const differences: ScoreDifference[] = [];
  let runs = 0;
  const total = run === undefined ? await check.count() : 1;
  const ids = run === undefined ? check.runs() : [run];
  for await (const runId of watched(ids, { what: 'Replaying votes', total, interruption })) {
    differences.push(...(await (fix ? check.fix(runId) : check.check(runId))));
    runs += 1;
  }
  interruption.end();
  const summary = `${runs} runs checked, ${differences.length} candidates differ${fix && differences.length > 0 ? ', mended' : ''}`;
  printResult(json, { runs, fixed: fix, differences, stopped: interruption.requested }, [
    ...differences.map(lineOf),
    summary,
  ]);
  if (differences.length > 0 && !fix) process.exitCode = FINDINGS;
  tellStopped(interruption, '`trellis scores check` begins anew.');
}

async function requireRun(dataSource: DataSource, id: string): Promise<void> {
  const found = await dataSource.query<unknown[]>('select 1 from pipeline_runs where id = $1', [id]);
  if (found.length === 0) throw new DomainError('run_not_found', 'not-found', 'There is no such run.');
}

const lineOf = ({ runId, candidateId, stored, replayed }: ScoreDifference): string =>
  `run ${runId}  candidate ${candidateId}  score ${stored.eloScore} → ${replayed.eloScore}  votes ${stored.voteCount} → ${replayed.voteCount}`;
