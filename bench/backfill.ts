import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { command } from './command.ts';
import { median, seedLibrary, type BenchPostgres, type Rows } from './support.ts';

const ROUNDS = 3;
const SMALL = 10_000;
const LARGE = 100_000;
const FETCH = 2_000;

/**
 * Compares `plan` and `apply --no-link` of 100,000 runs with one SELECT and one UPDATE, and their memory with 10,000
 * runs.
 */
export async function backfill(postgres: BenchPostgres): Promise<Rows> {
  const small = await library(postgres, SMALL);
  const large = await library(postgres, LARGE);
  const times: Record<'plan' | 'select' | 'apply' | 'update', number[]> = {
    plan: [],
    select: [],
    apply: [],
    update: [],
  };
  const memory: Record<'plan' | 'apply', number[]> = { plan: [], apply: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    times.select.push(await large.select());
    const [ours, theirs] = [await large.plan(round), await small.plan(round)];
    times.plan.push(ours.seconds);
    memory.plan.push(ours.peak / theirs.peak);
    times.update.push(await large.update());
    const [applied, few] = [await large.apply(round), await small.apply(round)];
    times.apply.push(applied.seconds);
    memory.apply.push(applied.peak / few.peak);
    for (const one of [small, large]) await one.reset();
  }
  await small.close();
  await large.close();
  const row = (what: string, ours: number[], theirs: number[], most: number) => [
    `backfill ${what}, 100,000 runs`,
    `${median(ours).toFixed(1)} s / ${median(theirs).toFixed(1)} s`,
    (median(ours) / median(theirs)).toFixed(1),
    `at most ${most}`,
  ];
  const peak = (what: string, ratios: number[]) => [
    `peak RSS of ${what}, 100,000 over 10,000 runs`,
    '',
    median(ratios).toFixed(2),
    'at most 1.2',
  ];
  return [
    row('plan over a streamed SELECT', times.plan, times.select, 5),
    row('apply --no-link over one UPDATE … FROM', times.apply, times.update, 10),
    peak('backfill plan', memory.plan),
    peak('backfill apply', memory.apply),
  ];
}

/** Completed runs without cluster. All of them get persona, cluster and prompt. */
async function library(postgres: BenchPostgres, runs: number) {
  const url = await postgres.database();
  const folder = await mkdtemp(join(tmpdir(), 'trellis-bench-backfill-'));
  const sql = new pg.Client({ connectionString: url });
  await sql.connect();
  const { pipelineId, personaId, clusterIds } = await seedLibrary(sql, 1);
  const { rows } = await sql.query<{ name: string }>('select name from personas where id = $1', [personaId]);
  await oldRuns(sql, pipelineId, runs);
  const rules = join(folder, 'rules.yaml');
  const { rows: named } = await sql.query<{ name: string }>('select name from clusters where id = $1', [clusterIds[0]]);
  const rule = { persona: rows[0]?.name, cluster: { name: named[0]?.name }, promptFromVariables: true, link: true };
  await writeFile(rules, JSON.stringify({ rules: [{ match: { name: 'old *' }, ...rule }] }));
  const trellis = (...args: string[]) => command(url, folder, args);
  return {
    plan: (round: number) => trellis('backfill', 'plan', '--rules', rules, '--out', join(folder, `${round}.jsonl`)),
    apply: (round: number) => trellis('backfill', 'apply', join(folder, `${round}.jsonl`), '--no-link'),
    select: () => timed(() => select(url, join(folder, 'select.jsonl'))),
    async update() {
      await sql.query('begin');
      await sql.query(`set local trellis.backfill = 'on'`);
      const seconds = await timed(() =>
        sql.query(
          `update pipeline_runs r set persona_id = c.persona_id, cluster_id = c.id, prompt = r.variables->>'prompt', variables = r.variables - 'prompt'
           from clusters c where r.name like 'old %'`,
        ),
      );
      await sql.query('rollback');
      await sql.query('vacuum analyze pipeline_runs');
      return seconds;
    },
    async reset() {
      await sql.query(`delete from cluster_links; delete from backfill_changes`);
      await sql.query('set session_replication_role = replica');
      await sql.query(
        `update pipeline_runs set persona_id = null, cluster_id = null, prompt = null, variables = variables || jsonb_build_object('prompt', prompt)`,
      );
      await sql.query('update clusters set runs_count = 0');
      await sql.query('set session_replication_role = origin');
      await sql.query('vacuum analyze');
    },
    async close() {
      await sql.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Completed runs with their pending links. */
export async function oldRuns(sql: pg.Client, pipelineId: string, runs: number): Promise<void> {
  await sql.query(
    `insert into pipeline_runs (id, pipeline_id, name, target_folder, status, completed_at, variables)
     select gen_random_uuid(), $1, 'old ' || n, '/x', 'completed', now(), jsonb_build_object('prompt', 'prompt ' || n, 'seed', n)
     from generate_series(1, $2) n`,
    [pipelineId, runs],
  );
  await sql.query('vacuum analyze');
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}

/** What a plan reads of each run. */
export const PLANNED = `
    select r.id, r.name, r.prompt, r.target_folder, r.status, r.legacy_id, r.created_at, r.updated_at, r.persona_id, r.cluster_id,
      r.variables->'prompt' as taken_prompt, r.variables->'run_name' as taken_name,
      exists (select 1 from image_candidates where run_id = r.id and is_winner) as has_winner, l.state
    from pipeline_runs r left join cluster_links l on l.run_id = r.id`;

/** One plain SELECT of the columns that a plan reads, streamed, each row a line of JSON. */
async function select(url: string, file: string): Promise<void> {
  const sql = new pg.Client({ connectionString: url });
  await sql.connect();
  const out = createWriteStream(file);
  await sql.query('begin');
  await sql.query(`declare runs no scroll cursor for
${PLANNED}`);
  for (let page = FETCH; page === FETCH;) {
    const { rows } = await sql.query(`fetch ${FETCH} from runs`);
    page = rows.length;
    for (const row of rows) out.write(`${JSON.stringify(row)}\n`);
  }
  await new Promise<void>((resolve) => out.end(resolve));
  await sql.end();
}
