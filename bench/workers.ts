import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Database } from '@trellis/database';
import { untilDeadline } from '@trellis/kernel';
import { startB2Dialect } from '@trellis/storage/testing';
import { RunEvents } from '@trellis/pipeline/testing';
import {
  linked,
  median,
  seedLibrary,
  seedRuns,
  startApplication,
  type BenchPostgres,
  type Library,
  type Running,
  type Rows,
} from './support.ts';

const MAIN = join(import.meta.dirname, '../apps/api/dist/main.js');
const ROUNDS = 3;
const PER_ROUND = 120;
const COUNTS = [1, 2, 4];
const AWAY_MS = 100;

/**
 * Images per second with one, two and four worker processes, on a store that answers after 100 ms, as a remote store
 * does. Workers share that waiting. On a local disk two processors are the limit with one worker.
 */
export async function workers(postgres: BenchPostgres): Promise<Rows> {
  const store = await startB2Dialect();
  store.before = () => pause(AWAY_MS);
  const env: Record<string, string> = store.settings;
  const url = await postgres.database();
  const running = await startApplication(url, { ...env, ROLE: 'api' });
  const library = await seedLibrary(running.sql, 50);
  const rates = new Map<number, number[]>(COUNTS.map((count) => [count, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const count of COUNTS) rates.get(count)?.push(await rate({ running, library, url, env }, count));
    store.objects.clear();
  }
  await running.close();
  await store.stop();
  const [one = NaN, two = NaN, four = NaN] = COUNTS.map((count) => median(rates.get(count) ?? []));
  const row = (count: number, measured: number) => [
    `${count} workers, a store ${AWAY_MS} ms away`,
    `${measured.toFixed(0)} / ${one.toFixed(0)} images a second`,
    (measured / one).toFixed(2),
    'grows with the workers',
  ];
  return [row(2, two), row(4, four)];
}

interface Setting {
  running: Running;
  library: Library;
  url: string;
  env: Record<string, string>;
}

interface Worker {
  child: ChildProcess;
  port: number;
  exited: Promise<unknown>;
}

async function rate({ running, library, url, env }: Setting, count: number): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'trellis-bench-workers-'));
  const runs = await seedRuns(running, library, PER_ROUND, 20_000);
  const ids = runs.map(({ runId }) => runId);
  const settings = { ...env, PATH: process.env.PATH ?? '', DATABASE_URL: url, CANDIDATE_ROOTS: running.root };
  const fleet = Array.from({ length: count }, (_, i) => startWorker(settings, join(folder, String(i)), i));
  try {
    await Promise.all(fleet.map(ready));
    const from = performance.now();
    await running.app.get(Database).transaction(async (manager) => {
      const done = `update pipeline_runs set status = 'completed', completed_at = now() where id = any($1)`;
      await manager.query(done, [ids]);
      await running.app.get(RunEvents, { strict: false }).recordCompleted(manager, ids);
    });
    await linked(running.sql, ids);
    return (PER_ROUND * 1000) / (performance.now() - from);
  } finally {
    await Promise.all(fleet.map(stop));
    await rm(folder, { recursive: true, force: true });
  }
}

function startWorker(settings: Record<string, string>, dataDir: string, i: number): Worker {
  const port = 24_000 + (process.pid % 1000) * 4 + i;
  const own = { TRELLIS_DATA_DIR: dataDir, PORT: String(port), ROLE: 'worker', LOG_LEVEL: 'error', LOG_FORMAT: 'json' };
  const env = { ...settings, ...own, PUBLIC_BASE_URL: 'http://127.0.0.1/media' };
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  return { child, port, exited: new Promise((resolve) => child.on('exit', resolve)) };
}

const ready = ({ port }: Worker) =>
  untilDeadline(
    'a worker to be ready',
    () =>
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    { seconds: 60 },
  );

function stop({ child, exited }: Worker): Promise<unknown> {
  child.kill('SIGTERM');
  return exited;
}
