import { createHash, randomUUID } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@trellis/config';
import { subscriptions } from '@trellis/all';
import { EmbeddedPostgres } from '@trellis/embedded-postgres';
import { EventRelay, Subscriptions } from '@trellis/events';
import { newId } from '@trellis/kernel';
import { Migrator } from '@trellis/migrations';
import { pngOfBytes } from '@trellis/testing';
import pg from 'pg';
import sharp from 'sharp';
import { buildApp } from '@trellis/api/build-app';

export type Sql = Pick<pg.Pool, 'query'>;

export interface BenchPostgres {
  /** The URL of a new, migrated database. */
  database(): Promise<string>;
  stop(): Promise<void>;
}

/** Rows of the printed table: what, measured and baseline, result, goal. */
export type Rows = string[][];

export interface Library {
  personaId: string;
  pipelineId: string;
  stepId: string;
  clusterIds: string[];
}

export interface SeededRun {
  runId: string;
  path: string;
  sha256: string;
}

export const median = (numbers: readonly number[]): number => percentile(numbers, 50);

export function percentile(numbers: readonly number[], p: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))] ?? NaN;
}

/** A durable PostgreSQL of its own, as in production: fsync is on. */
export async function startPostgres(): Promise<BenchPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'trellis-bench-'));
  await chmod(dataDir, 0o755);
  const postgres = await EmbeddedPostgres.start({ dataDir });
  return {
    async database() {
      const name = `bench_${randomUUID().slice(0, 8)}`;
      const url = new URL(postgres.urls.owner);
      const admin = new pg.Client({ connectionString: url.href });
      await admin.connect();
      await admin.query(`create database ${name}`);
      await admin.end();
      url.pathname = `/${name}`;
      await Migrator.use(url.href, subscriptions, (migrator) => migrator.up());
      return url.href;
    },
    async stop() {
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export type Running = Awaited<ReturnType<typeof startApplication>>;

/** The whole application in this process, its relay not started. `close` removes its folder. */
export async function startApplication(databaseUrl: string, env: Record<string, string> = {}) {
  const dataDir = await mkdtemp(join(tmpdir(), 'trellis-bench-app-'));
  const config = loadConfig({
    TRELLIS_DATA_DIR: dataDir,
    LOG_LEVEL: 'silent',
    PORT: '0',
    PUBLIC_BASE_URL: 'http://127.0.0.1/media',
    ...env,
  });
  const root = config.CANDIDATE_ROOTS[0] ?? join(dataDir, 'candidates');
  await mkdir(root, { recursive: true });
  const app = await buildApp(config, databaseUrl);
  const sql = new pg.Pool({ connectionString: databaseUrl, max: 4 });
  return {
    app,
    config,
    sql,
    root,
    /** Files that are stored at the same time: a third of the links in progress. */
    places: app.get(Subscriptions).get('clustering.link-winner').concurrency / 3,
    startRelay: () => app.get(EventRelay).start(),
    stopRelay: () => app.get(EventRelay).beforeApplicationShutdown(),
    async close() {
      await app.close();
      await sql.end();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A persona with clusters and a pipeline of one step. */
export async function seedLibrary(sql: Sql, clusters = 10): Promise<Library> {
  const library = {
    personaId: newId(),
    pipelineId: newId(),
    stepId: newId(),
    clusterIds: Array.from({ length: clusters }, newId),
  };
  await sql.query(`insert into personas (id, name) values ($1, $2)`, [
    library.personaId,
    `persona ${library.personaId}`,
  ]);
  await sql.query(
    `insert into clusters (id, persona_id, name) select id, $1, 'cluster ' || id from unnest($2::uuid[]) id`,
    [library.personaId, library.clusterIds],
  );
  await sql.query(`insert into pipelines (id, name) values ($1, 'bench')`, [library.pipelineId]);
  await sql.query(
    `insert into pipeline_steps (id, pipeline_id, name, position, workflow_template) values ($1, $2, 'step', 1, '{}')`,
    [library.stepId, library.pipelineId],
  );
  return library;
}

/** Open runs, each with a winner whose file is a PNG of this size, or this picture. */
export async function seedRuns(
  { sql, root }: { sql: Sql; root: string },
  library: Library,
  count: number,
  picture: number | Buffer,
): Promise<SeededRun[]> {
  const runs: SeededRun[] = [];
  for (let i = 0; i < count; i += 1) {
    const bytes = typeof picture === 'number' ? pngOfBytes(picture) : picture;
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const [runId, candidateId] = [newId(), newId()];
    const path = join(root, `${runId}.png`);
    await writeFile(path, bytes);
    const clusterId = library.clusterIds[i % library.clusterIds.length];
    await sql.query(
      `insert into pipeline_runs (id, pipeline_id, persona_id, cluster_id, name, target_folder) values ($1, $2, $3, $4, 'run', '/x')`,
      [runId, library.pipelineId, library.personaId, clusterId],
    );
    await sql.query(
      `insert into image_candidates (id, run_id, step_id, image_path, content_type, byte_size, sha256, width, height, is_winner, winner_at)
       values ($1, $2, $3, $4, 'image/png', $5, $6, 64, 64, true, now())`,
      [candidateId, runId, library.stepId, path, bytes.length, sha256],
    );
    runs.push({ runId, path, sha256 });
  }
  return runs;
}

/** The grain of a generated picture, which no encoder can leave out. */
export function grain(side: number): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 6 } as const;
  return sharp({ create: { width: side, height: side, channels: 3, background: '#808080', noise } })
    .png()
    .toBuffer();
}

export async function inParallel<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = [...items];
  await Promise.all(
    Array.from({ length: limit }, async () => {
      for (let item = waiting.shift(); item; item = waiting.shift()) await work(item);
    }),
  );
}

/** Waits until all of these runs are linked, with few queries. */
export async function linked(sql: Sql, runIds: readonly string[]): Promise<void> {
  for (;;) {
    const { rows } = await sql.query<{ n: number }>(
      `select count(*)::int as n from cluster_links where state = 'linked' and run_id = any($1)`,
      [runIds],
    );
    if (rows[0]?.n === runIds.length) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
