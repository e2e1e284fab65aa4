import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { seedLibrary } from './support.js';

const CLI = join(import.meta.dirname, '../apps/cli/dist/main.js');
const ROUNDS = 3;
const SMALL = 10_000;
const LARGE = 100_000;

/** `plan` and `apply --no-link` of 100,000 runs against a SELECT and an UPDATE of the same; and their memory against 10,000. */
export async function backfill(postgres) {
  const small = await library(postgres, SMALL);
  const large = await library(postgres, LARGE);
  const times = { plan: [], select: [], apply: [], update: [] };
  const memory = { plan: [], apply: [] };
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
  const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
  const row = (what, ours, theirs, most) => [
    `backfill ${what}, 100,000 runs`,
    `${median(ours).toFixed(1)} s / ${median(theirs).toFixed(1)} s`,
    (median(ours) / median(theirs)).toFixed(1),
    `at most ${most}`,
  ];
  const peak = (what, ratios) => [
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

/** Completed runs from before clusters; all of them are given persona, cluster and prompt. */
async function library(postgres, runs) {
  const url = await postgres.database();
  const folder = await mkdtemp(join(tmpdir(), 'trellis-bench-backfill-'));
  const sql = new pg.Client({ connectionString: url });
  await sql.connect();
  const { pipelineId, personaId, clusterIds } = await seedLibrary(sql, 1);
  const { rows } = await sql.query('select name from personas where id = $1', [personaId]);
  await sql.query(
    `insert into pipeline_runs (id, pipeline_id, name, target_folder, status, completed_at, variables)
     select gen_random_uuid(), $1, 'old ' || n, '/x', 'completed', now(), jsonb_build_object('prompt', 'prompt ' || n, 'seed', n)
     from generate_series(1, $2) n`,
    [pipelineId, runs],
  );
  await sql.query('vacuum analyze');
  const rules = join(folder, 'rules.yaml');
  const { rows: named } = await sql.query('select name from clusters where id = $1', [clusterIds[0]]);
  const rule = { persona: rows[0].name, cluster: { name: named[0].name }, promptFromVariables: true };
  await writeFile(rules, JSON.stringify({ rules: [{ match: { name: 'old *' }, ...rule }] }));
  const command = (...args) => run(url, folder, args);
  return {
    plan: (round) => command('backfill', 'plan', '--rules', rules, '--out', join(folder, `${round}.jsonl`)),
    apply: (round) => command('backfill', 'apply', join(folder, `${round}.jsonl`), '--no-link'),
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

async function timed(work) {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
}

/** The same columns in pages of the same size, each row a line of JSON. */
async function select(url, file) {
  const sql = new pg.Client({ connectionString: url });
  await sql.connect();
  const out = createWriteStream(file);
  let after = '00000000-0000-0000-0000-000000000000';
  for (let page = 2_000; page === 2_000;) {
    const { rows } = await sql.query(
      `select id, name, prompt, target_folder, status, legacy_id, created_at, persona_id, cluster_id, variables
       from pipeline_runs where id > $1 order by id limit 2000`,
      [after],
    );
    page = rows.length;
    after = rows.at(-1)?.id;
    for (const row of rows) out.write(`${JSON.stringify(row)}\n`);
  }
  await new Promise((resolve) => out.end(resolve));
  await sql.end();
}

/** The command as a process: how long it took with its start, and its peak of resident memory (Linux). */
async function run(url, dataDir, args) {
  const env = { PATH: process.env.PATH, DATABASE_URL: url, TRELLIS_DATA_DIR: dataDir };
  const from = performance.now();
  const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  let peak = 0;
  const timer = setInterval(() => {
    readFile(`/proc/${child.pid}/status`, 'utf8').then(
      (text) => (peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(text)?.[1] ?? 0))),
      () => undefined,
    );
  }, 20);
  const code = await new Promise((resolve) => child.on('exit', resolve));
  clearInterval(timer);
  if (code !== 0) throw new Error(`${args.join(' ')} exited with ${code}`);
  return { seconds: (performance.now() - from) / 1000, peak };
}
