import { isUUID } from 'class-validator';
import { Command, Option } from 'commander';
import { UsageError, type PackCommand } from '@trellis/manifest';
import { jobStates, type JobState } from '../states/job-state.ts';
import type { JobView } from '../jobs/job-view.ts';
import { JobsService } from '../jobs/jobs.service.ts';

interface Options {
  run?: string;
  state?: JobState;
  json?: boolean;
}

const PAGE = 200;

/** What was generated, and what was not and why. */
export const jobsCommand: PackCommand = (host) =>
  new Command('jobs')
    .description('list jobs of generation, newest first, with the reason of each that made nothing')
    .option('--run <id>', 'only those of this run')
    .addOption(new Option('--state <state>', 'only those in this state').choices([...jobStates]))
    .option('--json', 'print the result as JSON')
    .addHelpText('after', '\nExamples:\n  trellis jobs --state failed\n  trellis jobs --run 01890a5d-…')
    .action(({ run, state, json }: Options) => {
      if (run !== undefined && !isUUID(run)) throw new UsageError('--run must be the id of a run.');
      return host.withPacks((resolve) =>
        host.printItems(json, JOBS, async (print) => {
          let jobs = 0;
          for await (const job of all(resolve(JobsService), { runId: run?.toLowerCase(), state })) {
            jobs += 1;
            print(job);
          }
          return { rest: { count: jobs }, summary: `${jobs} jobs` };
        }),
      );
    });

async function* all(jobs: JobsService, filter: { runId?: string; state?: JobState }): AsyncIterable<JobView> {
  for (let cursor: string | undefined; ;) {
    const page = await jobs.list({ ...filter, limit: PAGE, cursor });
    yield* page.items;
    if (!page.nextCursor) return;
    cursor = page.nextCursor;
  }
}

const JOBS = {
  name: 'jobs',
  lineOf: ({ id, number, runName, stepName, state, reason, detail, server }: JobView) =>
    [`job ${id}  ${number}  ${runName}  ${stepName}  ${state}`, reason, detail, server && `on ${server}`]
      .filter(Boolean)
      .join('  '),
};
