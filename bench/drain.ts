import { linked, seedLibrary, seedRuns, startApplication, type BenchPostgres, type Rows } from './support.ts';
import { CompleteRunService } from '@trellis/pipeline/testing';

const RUNS = 2000;

/** The longest pause between two links while 2,000 completions are queued. */
export async function drain(postgres: BenchPostgres): Promise<Rows> {
  const running = await startApplication(await postgres.database());
  const library = await seedLibrary(running.sql, 50);
  const runs = await seedRuns(running, library, RUNS, 2_000);
  const complete = running.app.get(CompleteRunService, { strict: false });
  for (const { runId } of runs) await complete.execute(runId, 'bench');
  const from = performance.now();
  await running.startRelay();
  await linked(
    running.sql,
    runs.map(({ runId }) => runId),
  );
  const seconds = (performance.now() - from) / 1000;
  const { rows } = await running.sql.query<{ longest: string }>(
    `select max(gap) as longest from (select extract(epoch from created_at - lag(created_at) over (order by created_at)) * 1000 as gap from photos) gaps`,
  );
  await running.close();
  return [
    [
      '2,000 queued completions',
      `${(RUNS / seconds).toFixed(0)} a second`,
      `longest pause ${Number(rows[0]?.longest).toFixed(0)} ms`,
      'no pause between batches',
    ],
  ];
}
