import { PrepareRenditionsService } from '@trellis/photos/testing';
import { CompleteRunService } from '@trellis/pipeline/testing';
import { grain, median, linked, percentile, seedLibrary, seedRuns, startApplication } from './support.ts';
import type { BenchPostgres, Rows, Running } from './support.ts';

const ROUNDS = 6;
const PER_ROUND = 200;
const SIDE = 1_024;

const TIMES = `
  select (extract(epoch from p.created_at - r.completed_at) * 1000)::float as ms
  from cluster_links l join pipeline_runs r on r.id = l.run_id join photos p on p.id = l.photo_id where l.run_id = any($1)`;

/** The 95th percentile from completion to photo of 200 runs at once: while renditions are made, over without them. */
export async function beside(postgres: BenchPostgres): Promise<Rows> {
  const running = await startApplication(await postgres.database());
  const library = await seedLibrary(running.sql);
  const renditions = running.app.get(PrepareRenditionsService, { strict: false });
  const make = renditions.execute.bind(renditions);
  const pause = () => Promise.resolve();
  const picture = await grain(SIDE);
  const times: Record<'with' | 'without', number[]> = { with: [], without: [] };
  await running.startRelay();
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const which of round % 2 ? (['without', 'with'] as const) : (['with', 'without'] as const)) {
      const runs = (await seedRuns(running, library, PER_ROUND, picture)).map(({ runId }) => runId);
      renditions.execute = which === 'with' ? make : pause;
      const p95 = await linkedIn(running, runs);
      // The first round warms up.
      if (round > 0) times[which].push(p95);
      renditions.execute = pause;
      await running.sql.query(`delete from pgboss.job where name = 'photos.make-renditions'`);
    }
  await running.close();
  const ratios = times.with.map((p95, i) => p95 / (times.without[i] ?? NaN));
  const what = `${median(times.with).toFixed(0)} / ${median(times.without).toFixed(0)} ms`;
  return [
    [
      'p95 of 200 links at once while renditions are made, over without them',
      what,
      median(ratios).toFixed(2),
      'at most 1.2',
    ],
  ];
}

async function linkedIn({ app, sql }: Running, runs: readonly string[]): Promise<number> {
  const complete = app.get(CompleteRunService, { strict: false });
  for (const runId of runs) await complete.execute(runId, 'bench');
  await linked(sql, runs);
  const { rows } = await sql.query<{ ms: number }>(TIMES, [runs]);
  return percentile(
    rows.map(({ ms }) => ms),
    95,
  );
}
