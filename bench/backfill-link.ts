import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from './command.ts';
import {
  median,
  seedLibrary,
  seedRuns,
  startApplication,
  type BenchPostgres,
  type Library,
  type Running,
  type Rows,
} from './support.ts';

const ROUNDS = 3;
const PER_ROUND = 300;
type Kind = 'apply' | 'link';

/**
 * Compares `backfill apply` of runs with 1 MB winners, including links, with `trellis link` of as many runs in
 * clusters.
 */
export async function backfillLink(postgres: BenchPostgres): Promise<Rows> {
  const url = await postgres.database();
  const running = await startApplication(url, { ROLE: 'api' });
  const library = await seedLibrary(running.sql);
  const { rows } = await running.sql.query<{ name: string }>('select name from personas where id = $1', [
    library.personaId,
  ]);
  const rule = { persona: rows[0]?.name, cluster: { name: 'brought along' }, link: true };
  const rules = join(running.config.TRELLIS_DATA_DIR, 'rules.yaml');
  await writeFile(rules, JSON.stringify({ rules: [{ match: { name: 'old *' }, ...rule }] }));
  const trellis = (...args: string[]) => command(url, running.config.TRELLIS_DATA_DIR, args);
  const rates: Record<Kind, number[]> = { apply: [], link: [] };
  const measure = {
    async apply(round: number) {
      await completedRuns(running, library, 'old');
      const plan = join(running.config.TRELLIS_DATA_DIR, `${round}.jsonl`);
      await trellis('backfill', 'plan', '--rules', rules, '--out', plan);
      return trellis('backfill', 'apply', plan);
    },
    async link() {
      await completedRuns(running, library, 'placed');
      return trellis('link');
    },
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const which of round % 2 ? (['link', 'apply'] as const) : (['apply', 'link'] as const))
      rates[which].push(PER_ROUND / (await measure[which](round)).seconds);
  }
  await running.close();
  const ratio = median(rates.apply.map((rate, round) => rate / (rates.link[round] ?? NaN)));
  const what = `backfill apply with links over trellis link, ${PER_ROUND} × 1 MB`;
  const both = `${median(rates.apply).toFixed(0)} / ${median(rates.link).toFixed(0)} images a second`;
  return [[what, both, ratio.toFixed(2), 'the speed of linking']];
}

/** Runs completed long ago, without an event. `old` ones have neither cluster nor persona. */
async function completedRuns(running: Running, library: Library, kind: string): Promise<void> {
  const ids = (await seedRuns(running, library, PER_ROUND, 1_000_000)).map(({ runId }) => runId);
  const client = await running.sql.connect();
  await client.query('set session_replication_role = replica');
  if (kind === 'old')
    await client.query(`update pipeline_runs set persona_id = null, cluster_id = null where id = any($1)`, [ids]);
  await client.query(
    `update pipeline_runs set name = $2 || ' ' || id, status = 'completed', completed_at = now() where id = any($1)`,
    [ids, kind],
  );
  await client.query('set session_replication_role = origin');
  client.release();
}
