import { spawn, type ChildProcess } from 'node:child_process';
import { link as hardLink, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { linked, seedLibrary, seedRuns, type BenchPostgres, type Sql, type Rows } from './support.ts';

const RUNS = 500;
const WARM_UP = 40;

/** How far a server's resident memory rises above its idle level while it links files of 20 MB. Linux only. */
export async function memory(postgres: BenchPostgres): Promise<Rows> {
  const url = await postgres.database();
  const dataDir = await mkdtemp(join(tmpdir(), 'trellis-bench-memory-'));
  const root = join(dataDir, 'candidates');
  await mkdir(root, { recursive: true });
  const sql = new pg.Pool({ connectionString: url, max: 2 });
  const server = startWorker(url, dataDir);
  try {
    const runs = await seedLarge({ sql, root });
    const work = async (some: string[]) => {
      await sql.query(`update pipeline_runs set status = 'completed', completed_at = now() where id = any($1)`, [some]);
      await sql.query(
        `insert into pgboss.job (name, data, retry_limit, dead_letter, policy) select 'clustering.link-winner', jsonb_build_object('name', 'pipeline.run-completed', 'event', jsonb_build_object('runId', id)), 9, 'events.dead', 'standard' from unnest($1::uuid[]) id`,
        [some],
      );
      await linked(sql, some);
    };
    await work(runs.slice(0, WARM_UP));
    await new Promise((resolve) => setTimeout(resolve, 3000));
    const idle = await resident(server.pid, 'VmRSS');
    await writeFile(`/proc/${server.pid}/clear_refs`, '5');
    await work(runs.slice(WARM_UP));
    const peak = await resident(server.pid, 'VmHWM');
    return [
      [
        'peak RSS while linking 500 × 20 MB',
        `${peak.toFixed(0)} MB / ${idle.toFixed(0)} MB idle`,
        `+${(peak - idle).toFixed(0)} MB`,
        'at most +200 MB',
      ],
    ];
  } finally {
    server.kill();
    await sql.end();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** A worker in a process of its own. */
export function startWorker(url: string, dataDir: string): ChildProcess {
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: url,
    TRELLIS_DATA_DIR: dataDir,
    PORT: String(19_000 + (process.pid % 1000)),
    LOG_LEVEL: 'warn',
    LOG_FORMAT: 'json',
    ROLE: 'worker',
    PUBLIC_BASE_URL: 'http://127.0.0.1/media',
  };
  const main = join(import.meta.dirname, '../apps/api/dist/main.js');
  return spawn(process.execPath, [main], { env, stdio: ['ignore', 'inherit', 'inherit'] });
}

/** Ten files under many names. They are read and stored like different ones, and take little disk space. */
async function seedLarge({ sql, root }: { sql: Sql; root: string }): Promise<string[]> {
  const library = await seedLibrary(sql);
  const templates = await seedRuns({ sql, root }, library, 10, 20_000_000);
  const runs = templates.map(({ runId }) => runId);
  for (let i = runs.length; i < RUNS + WARM_UP; i += 1) {
    const template = templates[i % 10];
    if (!template) throw new Error('no template');
    const { rows } = await sql.query<{ run_id: string; image_path: string }>(
      `with run as (
         insert into pipeline_runs (id, pipeline_id, persona_id, cluster_id, name, target_folder)
         select gen_random_uuid(), pipeline_id, persona_id, cluster_id, name, target_folder from pipeline_runs where id = $1 returning id)
       insert into image_candidates (id, run_id, step_id, image_path, content_type, byte_size, sha256, width, height, is_winner, winner_at)
       select gen_random_uuid(), run.id, step_id, $2 || '/' || run.id || '.png', content_type, byte_size, sha256, width, height, true, now()
       from image_candidates c, run where c.run_id = $1 returning run_id, image_path`,
      [template.runId, root],
    );
    for (const { run_id, image_path } of rows) {
      await hardLink(template.path, image_path);
      runs.push(run_id);
    }
  }
  return runs;
}

export async function resident(pid: number | undefined, field: string): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
}
