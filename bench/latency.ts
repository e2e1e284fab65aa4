import { plainSequence } from './baseline.ts';
import { median, seedLibrary, seedRuns, startApplication, type BenchPostgres, type Sql, type Rows } from './support.ts';
import { CompleteRunService } from '@trellis/pipeline/testing';

/** The time from the answer to a completion until the photo exists, one run at a time. */
export async function latency(postgres: BenchPostgres): Promise<Rows> {
  const running = await startApplication(await postgres.database());
  const library = await seedLibrary(running.sql);
  const runs = await seedRuns(running, library, 60, 1_000_000);
  const complete = running.app.get(CompleteRunService, { strict: false });
  const plain = plainSequence(running);
  await running.startRelay();
  const times: Record<'plain' | 'linked', number[]> = { plain: [], linked: [] };
  for (const run of runs) {
    let from = performance.now();
    await plain(run);
    times.plain.push(performance.now() - from);
    await complete.execute(run.runId, 'bench');
    from = performance.now();
    await live(running.sql, run.runId);
    times.linked.push(performance.now() - from);
  }
  await running.close();
  const [ours, theirs] = [median(times.linked), median(times.plain)];
  return [
    [
      'completion answered → photo live',
      `${ours.toFixed(0)} ms / ${theirs.toFixed(0)} ms`,
      `+${(ours - theirs).toFixed(0)} ms`,
      'at most +60 ms',
    ],
  ];
}

async function live(sql: Sql, runId: string): Promise<void> {
  for (;;) {
    const { rowCount } = await sql.query(`select 1 from cluster_links where run_id = $1 and state = 'linked'`, [runId]);
    if (rowCount) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
