import pg from 'pg';
import type { BenchPostgres } from './support.ts';
import { seedLibrary, type Library } from './support.ts';

export interface ListLibrary extends Library {
  url: string;
  /** A cluster with a hundredth of the photos and runs. */
  clusterId: string;
}

/** Rows as the product leaves them; the guards are off while they are inserted, because that takes minutes with them. */
const SEED = `
  set session_replication_role = replica;
  insert into photos (id, persona_id, cluster_id, path, created_at, posted_at)
    select gen_random_uuid(), $persona, ($clusters)[1 + n % 100], '/srv/comfyui/output/' || n || '.png',
      now() - n * interval '1 second', case when n % 50 = 0 then now() end from generate_series(1, $many) n;
  insert into photo_objects (photo_id, kind, key, content_type, byte_size, sha256, width, height)
    select id, 'original', 'photos/' || id || '/' || repeat('0', 64) || '.png', 'image/png', 1312004, repeat('0', 64), 1024, 1024
    from photos;
  insert into pipeline_runs (id, pipeline_id, persona_id, cluster_id, name, target_folder, status, completed_at, created_at)
    select gen_random_uuid(), $pipeline, $persona, case when n % 7 > 0 then ($clusters)[1 + n % 100] end, 'run ' || n,
      '/srv/comfyui/output', 'completed', now(), now() - n * interval '1 second' from generate_series(1, $many) n;
  insert into cluster_links (run_id, cluster_id, state, reason, created_at)
    select id, cluster_id, case when n % 50 = 0 then 'failed' else 'skipped' end,
      case when n % 50 = 0 then 'image_missing' else 'no_winner' end, created_at
    from (select *, row_number() over () as n from pipeline_runs) r;
  insert into cluster_link_counts (state, reason, links) select state, reason, count(*) from cluster_links group by 1, 2;
  insert into image_candidates (id, run_id, step_id, image_path, content_type, byte_size, sha256, width, height)
    select gen_random_uuid(), r.id, $step, '/srv/' || n || '.png', 'image/png', 1, repeat('0', 64), 1, 1
    from (select id from pipeline_runs order by created_at desc limit 1) r, generate_series(1, $candidates) n;
  insert into run_tallies (run_id, candidates, active_candidates) select run_id, count(*), count(*) from image_candidates group by 1;
  update clusters c set photos_count = (select count(*) from photos where cluster_id = c.id),
    runs_count = (select count(*) from pipeline_runs where cluster_id = c.id);
  set session_replication_role = origin;`;

/** A library with this many photos, runs and links, and one run with a hundredth of them as candidates. */
export async function listLibrary(postgres: BenchPostgres, many: number): Promise<ListLibrary> {
  const url = await postgres.database();
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const seed = await seedLibrary(pool, 100);
  const values: Readonly<Record<string, string>> = {
    persona: `'${seed.personaId}'::uuid`,
    pipeline: `'${seed.pipelineId}'::uuid`,
    step: `'${seed.stepId}'::uuid`,
    clusters: `'{${seed.clusterIds.join(',')}}'::uuid[]`,
    many: String(many),
    candidates: String(many / 100),
  };
  await pool.query(SEED.replaceAll(/\$(\w+)/g, (_, name: string) => values[name] ?? ''));
  await pool.query('vacuum (analyze)');
  await pool.end();
  return { ...seed, url, clusterId: seed.clusterIds[3] as string };
}
