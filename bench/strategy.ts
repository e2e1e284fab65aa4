import pg from 'pg';
import { ListClient } from './lists.client.ts';
import { median, seedLibrary, type BenchPostgres, type Rows } from './support.ts';

const PHOTOS = 10_000;
const OTHERS = 190_000;
const CLUSTERS = 200;
const PILLARS = 10;
const POSTS = 24_000;
const ROUNDS = 31;

/** Of a persona: half of the photos are posted, and each came from a run. */
const SEED = `
  set session_replication_role = replica;
  insert into content_pillars (id, persona_id, name, weight)
    select gen_random_uuid(), $persona, 'pillar ' || n, 10 from generate_series(1, ${PILLARS}) n;
  create temporary table places as select id, row_number() over () - 1 as n from clusters where persona_id = $persona;
  create temporary table themes as select id, row_number() over () - 1 as n from content_pillars where persona_id = $persona;
  insert into pillar_cluster_assignments (pillar_id, cluster_id, persona_id)
    select t.id, p.id, $persona from places p join themes t on t.n in (p.n % ${PILLARS}, (p.n + 1) % ${PILLARS});
  insert into photos (id, persona_id, cluster_id, path, created_at, readiness, posted_at)
    select gen_random_uuid(), $persona, p.id, '/srv/photo ' || g.n, now() - g.n * interval '1 minute', 'ready',
      case when g.n % 2 = 0 then now() - g.n * interval '1 minute' end
    from generate_series(1, $photos) g (n) join places p on p.n = g.n % (select count(*) from places);
  insert into pipeline_runs (id, pipeline_id, persona_id, cluster_id, name, target_folder, status, completed_at)
    select gen_random_uuid(), $pipeline, $persona, p.id, 'run ' || g.n, 'x', 'completed', now()
    from generate_series(1, $photos) g (n) join places p on p.n = g.n % (select count(*) from places);
  insert into publish_accounts (id, persona_id, provider, name, time_zone) values (gen_random_uuid(), $persona, 'manual', 'one', 'UTC');
  insert into posts (id, persona_id, account_id, pillar_id, state, scheduled_at, scheduled_local, zone, latest_at, content_sha256, published_at)
    select gen_random_uuid(), $persona, a.id, t.id, case when g.n <= 100 then 'scheduled' else 'published' end, s.at, 'x', 'UTC', s.at,
      repeat('0', 64), case when g.n > 100 then s.at end
    from generate_series(1, $posts) g (n) join themes t on t.n = g.n % ${PILLARS}, publish_accounts a,
      lateral (select now() + (50 - g.n) * interval '1 hour' as at) s where a.persona_id = $persona;
  drop table places, themes;
  set session_replication_role = origin;`;

const PLAIN = `
  select cluster_id, count(*) filter (where readiness = 'ready' and posted_at is null and held_by is null), max(posted_at)
  from photos where persona_id = $1 group by cluster_id`;

interface Filled {
  url: string;
  personaId: string;
}

/** The gaps of a persona, over a plain aggregate of its photos, and beside the libraries of others. */
export async function strategy(postgres: BenchPostgres): Promise<Rows> {
  const [alone, beside] = [await filled(postgres, 0), await filled(postgres, OTHERS)];
  const sql = new pg.Client({ connectionString: beside.url });
  await sql.connect();
  const [few, many] = [await ListClient.start('app', alone.url), await ListClient.start('app', beside.url)];
  const times = { gaps: [] as number[], alone: [] as number[], plain: [] as number[] };
  for (let n = 0; n < ROUNDS; n += 1) {
    times.gaps.push(await many.time(`/personas/${beside.personaId}/gaps`));
    times.alone.push(await few.time(`/personas/${alone.personaId}/gaps`));
    const from = performance.now();
    await sql.query(PLAIN, [beside.personaId]);
    times.plain.push(performance.now() - from);
  }
  for (const server of [few, many]) await server.stop();
  await sql.end();
  const [gaps, others, plain] = [median(times.gaps), median(times.alone), median(times.plain)];
  const pair = (a: number, b: number) => [`${a.toFixed(1)} / ${b.toFixed(1)} ms`, (a / b).toFixed(2)];
  return [
    ['gaps of 10,000 photos among 200,000, over a plain aggregate', ...pair(gaps, plain), 'at most 3'],
    ['gaps of 10,000 photos among 200,000, over the same alone', ...pair(gaps, others), 'at most 1.2'],
  ];
}

async function filled(postgres: BenchPostgres, others: number): Promise<Filled> {
  const url = await postgres.database();
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const { personaId } = await fill(pool, CLUSTERS, PHOTOS, POSTS);
  for (let n = 0; n * PHOTOS < others; n += 1) await fill(pool, 20, PHOTOS, 100);
  await pool.query('vacuum (analyze)');
  await pool.end();
  return { url, personaId };
}

async function fill(pool: pg.Pool, clusters: number, photos: number, posts: number) {
  const library = await seedLibrary(pool, clusters);
  const seed = SEED.replaceAll('$persona', `'${library.personaId}'::uuid`)
    .replaceAll('$pipeline', `'${library.pipelineId}'::uuid`)
    .replaceAll('$photos', String(photos))
    .replaceAll('$posts', String(posts));
  await pool.query(seed);
  return library;
}
