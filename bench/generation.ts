import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { newId, untilDeadline } from '@trellis/kernel';
import { writeDurably } from '@trellis/storage';
import { FakeProcess } from '@trellis/tools/generation-crash/fake-process';
import pg from 'pg';
import { median, type BenchPostgres, type Rows } from './support.ts';
import { WorkerProcess } from './worker-process.ts';

const JOBS = 1_000;
const RUNS = 10;
/** Jobs that are made one by one, with nothing beside them. */
const ALONE = 30;
const IDLE_S = 30;
/** As Instagram shows a picture. */
const [WIDTH, HEIGHT] = [832, 1040];

const workflow = (color: number | string) => ({
  1: { class_type: 'EmptyImage', inputs: { width: WIDTH, height: HEIGHT, batch_size: 1, color } },
  9: { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'bench' } },
});

/** A thousand jobs on two servers that answer at once, over a loop that does nothing but ask, fetch and write. */
export async function generation(postgres: BenchPostgres): Promise<Rows> {
  const fakes = [await FakeProcess.start('0.33.0', 'instant'), await FakeProcess.start('0.33.0', 'instant')];
  const urls = fakes.map(({ url }) => url);
  const bare = await bareLoop(urls);
  const ours = await drained(postgres, urls, { runs: RUNS, each: JOBS / RUNS });
  const alone = await drained(postgres, urls.slice(0, 1), { runs: ALONE, each: 1, isOneByOne: true });
  const again = await bareLoop(urls);
  const plain = median([bare.seconds, again.seconds]);
  await Promise.all(fakes.map((fake) => fake.stop()));
  const idle = await idleCost(postgres);
  const submit = median([bare.submitMs, again.submitMs]);
  return [
    [
      `${JOBS} jobs on two instant servers over a bare loop, jobs a second`,
      `${(JOBS / ours.seconds).toFixed(1)} / ${(JOBS / plain).toFixed(1)}`,
      (plain / ours.seconds).toFixed(2),
      'at least 0.8',
    ],
    [
      'from the record of an attempt to the record of its acceptance, over the answer of the server',
      `${alone.recordMs.toFixed(1)} − ${submit.toFixed(1)} ms`,
      `${(alone.recordMs - submit).toFixed(1)} ms`,
      'under 20 ms',
    ],
    [
      'a worker with a waiting server, over one without, of a core',
      `${IDLE_S} s`,
      `${(100 * idle).toFixed(2)} %`,
      'under 1 %',
    ],
  ];
}

/** Submit, poll, fetch, write durably: two loops, one for each server. */
async function bareLoop(urls: readonly string[]): Promise<{ seconds: number; submitMs: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'trellis-bench-bare-'));
  const submits: number[] = [];
  let n = 0;
  const from = performance.now();
  await Promise.all(
    urls.map(async (url) => {
      while (n < JOBS) {
        n += 1;
        const id = randomUUID();
        const at = performance.now();
        const body = JSON.stringify({ prompt: workflow(newColor()), prompt_id: id, client_id: 'bare' });
        await (await fetch(`${url}/prompt`, { method: 'POST', body })).text();
        submits.push(performance.now() - at);
        await writeDurably(join(folder, `${id}.png`), [await pictureOf(url, id)], { within: folder });
      }
    }),
  );
  const seconds = (performance.now() - from) / 1_000;
  await rm(folder, { recursive: true });
  return { seconds, submitMs: median(submits) };
}

let color = 0;
const newColor = () => (color += 1);

async function pictureOf(url: string, id: string): Promise<Buffer> {
  for (;;) {
    const history = (await (await fetch(`${url}/history/${id}`)).json()) as Record<
      string,
      { outputs: Record<string, { images: { filename: string; type: string }[] }> }
    >;
    const [image] = history[id]?.outputs['9']?.images ?? [];
    if (image) {
      const file = await fetch(`${url}/view?filename=${image.filename}&type=${image.type}`);
      return Buffer.from(await file.arrayBuffer());
    }
    await pause(4);
  }
}

interface Drain {
  runs: number;
  each: number;
  /** Each run only when the one before is done. */
  isOneByOne?: boolean;
}

async function drained(
  postgres: BenchPostgres,
  urls: readonly string[],
  { runs, each, isOneByOne }: Drain,
): Promise<{ seconds: number; recordMs: number }> {
  const url = await postgres.database();
  const sql = new pg.Pool({ connectionString: url, max: 2 });
  const [pipeline, step] = [newId(), newId()];
  await sql.query(`insert into pipelines (id, name) values ($1, 'bench')`, [pipeline]);
  await sql.query(
    `insert into pipeline_steps (id, pipeline_id, name, position, workflow_template) values ($1, $2, 'Base', 1, $3)`,
    [step, pipeline, JSON.stringify(workflow('{{auto_seed}}'))],
  );
  for (const [n, base] of urls.entries())
    await sql.query('insert into comfy_servers (id, name, base_url) values ($1, $2, $3)', [newId(), `fake ${n}`, base]);
  const addRun = async () => {
    const run = newId();
    await sql.query(`insert into pipeline_runs (id, pipeline_id, name, target_folder) values ($1, $2, 'run', '/x')`, [
      ...[run, pipeline],
    ]);
    await sql.query('insert into run_generations (run_id, max_children) values ($1, $2)', [run, each]);
  };
  if (!isOneByOne) for (let n = 0; n < runs; n += 1) await addRun();
  const worker = await WorkerProcess.start(url);
  const done = (n: number) =>
    untilDeadline(
      `${n} jobs to be done`,
      async () => {
        const count = `select count(*)::int as n from generation_jobs where state = 'done'`;
        return (await sql.query<{ n: number }>(count)).rows[0]?.n === n;
      },
      { seconds: 900, everyMs: 100 },
    );
  if (isOneByOne)
    for (let n = 1; n <= runs; n += 1) {
      await addRun();
      await done(n * each);
    }
  else await done(runs * each);
  const { rows } = await sql.query<{ seconds: number; record: number }>(
    `select extract(epoch from max(ended_at) - min(sent_at))::float8 as seconds,
       percentile_cont(0.5) within group (order by extract(epoch from accepted_at - sent_at))::float8 * 1000 as record
     from generation_attempts`,
  );
  await worker.stop();
  await sql.end();
  return { seconds: rows[0]?.seconds ?? NaN, recordMs: rows[0]?.record ?? NaN };
}

/** Shares of a core. */
async function idleCost(postgres: BenchPostgres): Promise<number> {
  const fake = await FakeProcess.start('0.33.0', 'instant');
  const [without, waiting] = [await postgres.database(), await postgres.database()];
  const sql = new pg.Client({ connectionString: waiting });
  await sql.connect();
  await sql.query('insert into comfy_servers (id, name, base_url) values ($1, $2, $3)', [newId(), 'fake', fake.url]);
  const workers = [await WorkerProcess.start(without), await WorkerProcess.start(waiting)];
  const up = async () => (await sql.query(`select 1 from comfy_servers where state = 'up'`)).rowCount === 1;
  await untilDeadline('the server to be up', up);
  await pause(5_000);
  const before = await Promise.all(workers.map((worker) => worker.cpuSeconds()));
  await pause(IDLE_S * 1_000);
  const after = await Promise.all(workers.map((worker) => worker.cpuSeconds()));
  await Promise.all(workers.map((worker) => worker.stop()));
  await sql.end();
  await fake.stop();
  const [alone = NaN, beside = NaN] = after.map((seconds, n) => (seconds - (before[n] ?? 0)) / IDLE_S);
  return beside - alone;
}
