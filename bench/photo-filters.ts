import pg from 'pg';
import { ListClient } from './lists.client.ts';
import { percentile, seedLibrary, type BenchPostgres, type Rows } from './support.ts';

const SMALL = 1_000;
const LARGE = 1_000_000;
const REQUESTS = 200;

const FILTERS = [
  'readiness=ready',
  'readiness=failed',
  'tag=often',
  'tag=seldom',
  'starred=true',
  'use=held',
  'use=posted',
  'use=free',
  'order=oldest',
  'order=unposted-first',
  'q=seldom',
  'q=seldom+photo',
  'q=twentieth',
  'q=photo',
];

/** Every second photo is posted and has the tag `often`; a page of photos, at least, has each other property. */
const SEED = `
  alter table photos enable always trigger tr_photos_search;
  set session_replication_role = replica;
  insert into photos (id, persona_id, path, created_at, posted_at, held_by, starred, readiness, readiness_reasons, alt_text)
    select gen_random_uuid(), $persona, '/srv/photo ' || n || '.png', now() - n * interval '1 second',
      case when n % 2 = 0 then now() end, case when n % 20 = 1 then gen_random_uuid() end, n % 20 = 3,
      case when n % 20 = 5 then 'failed' else 'ready' end, case when n % 20 = 5 then '[{"key": "too_small"}]' else '[]' end::jsonb,
      'A photo ' || (select string_agg('w' || floor(5000 * power(random(), 3)), ' ') from generate_series(1, 12) where n > 0) || case when n % ($many / 100) = 7 then ' seldom' else '' end || case when n % 20 = 9 then ' twentieth' else '' end
    from generate_series(1, $many) n;
  insert into photo_objects (photo_id, kind, store, key, content_type, byte_size, sha256, width, height)
    select id, 'original', 'private', 'originals/' || id, 'image/png', 1, repeat('0', 64), 1024, 1024 from photos;
  insert into photo_tags (photo_id, tag_key, tag, persona_id, photo_created_at)
    select p.id, t.tag, t.tag, p.persona_id, p.created_at
    from photos p, lateral (select 'often' as tag where p.posted_at is not null
      union all select 'seldom' where p.search_text like '%seldom%') t;
  set session_replication_role = origin;`;

/** The 95th percentile of every filter and order of photos, among a million over among a thousand, in turn. */
export async function photoFilters(postgres: BenchPostgres): Promise<Rows> {
  const [few, many] = [await filled(postgres, SMALL), await filled(postgres, LARGE)];
  const [small, large] = [await ListClient.start('app', few.url), await ListClient.start('app', many.url)];
  const rows: Rows = [];
  for (const filter of FILTERS)
    for (const whole of [true, false]) {
      const path = (personaId: string) => `/photos?${filter}${whole ? '' : `&personaId=${personaId}`}`;
      const times: [number, number][] = [];
      for (let i = 0; i < REQUESTS; i += 1)
        times.push([await large.time(path(many.personaId)), await small.time(path(few.personaId))]);
      rows.push(rowOf(path(''), times));
    }
  for (const server of [small, large]) await server.stop();
  return rows;
}

function rowOf(path: string, times: readonly [number, number][]): string[] {
  const at = (i: 0 | 1, percent: number) =>
    percentile(
      times.map((pair) => pair[i]),
      percent,
    );
  const what = `p95 ${at(0, 95).toFixed(1)} / ${at(1, 95).toFixed(1)} ms, median ${at(0, 50).toFixed(1)} / ${at(1, 50).toFixed(1)} ms`;
  return [`GET ${path}, 1,000,000 over 1,000 photos`, what, (at(0, 95) / at(1, 95)).toFixed(2), 'at most 1.3'];
}

async function filled(postgres: BenchPostgres, many: number): Promise<{ url: string; personaId: string }> {
  const url = await postgres.database();
  const pool = new pg.Pool({ connectionString: url, max: 1 });
  const { personaId } = await seedLibrary(pool, 1);
  await pool.query(SEED.replaceAll('$persona', `'${personaId}'::uuid`).replaceAll('$many', String(many)));
  await pool.query('vacuum (analyze)');
  await pool.end();
  return { url, personaId };
}
