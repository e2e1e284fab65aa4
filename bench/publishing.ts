import pg from 'pg';
import { ListClient } from './lists.client.ts';
import { flat } from './lists.ts';
import { seedLibrary, type BenchPostgres, type Rows } from './support.ts';

const SMALL = 1_000;
const LARGE = 1_000_000;

/** Ten accounts of a persona. Their posts are published, but for 60 of one month and 20 that are due. */
const SEED = `
  set session_replication_role = replica;
  insert into publish_accounts (id, persona_id, provider, name, time_zone)
    select gen_random_uuid(), $persona, 'manual', 'account ' || n, 'UTC' from generate_series(1, 10) n;
  create temporary table numbered as select id, row_number() over () - 1 as n from publish_accounts;
  insert into posts (id, persona_id, account_id, state, caption, scheduled_at, scheduled_local, zone, latest_at, content_sha256, published_at)
    select gen_random_uuid(), $persona, a.id, 'published', 'post ' || g.n, t.at, to_char(t.at, 'YYYY-MM-DD"T"HH24:MI'), 'UTC', t.at, repeat('0', 64), t.at
    from generate_series(1, $many) g (n) join numbered a on a.n = g.n % 10,
      lateral (select timestamptz '2020-01-01' + g.n * interval '1 minute' as at) t;
  insert into posts (id, persona_id, account_id, state, caption, scheduled_at, scheduled_local, zone, latest_at, content_sha256)
    select gen_random_uuid(), $persona, a.id, 'scheduled', 'planned ' || g.n, t.at, to_char(t.at, 'YYYY-MM-DD"T"HH24:MI'), 'UTC', t.at, repeat('0', 64)
    from generate_series(1, 80) g (n) join numbered a on a.n = g.n % 10,
      lateral (select case when g.n <= 60 then timestamptz '2031-03-01' + g.n * interval '11 hours' else now() - g.n * interval '1 minute' end as at) t;
  set session_replication_role = origin;`;

/** What is due, and a month of the calendar, with a million posts over a thousand. */
export async function publishing(postgres: BenchPostgres): Promise<Rows> {
  const [small, large] = [await filled(postgres, SMALL), await filled(postgres, LARGE)];
  const [few, many] = [await ListClient.start('app', small.url), await ListClient.start('app', large.url)];
  const month = 'from=2031-03-01&to=2031-03-31';
  const routes: readonly (readonly [name: string, path: (personaId: string) => string])[] = [
    ['/publishing, what is due', () => '/publishing'],
    ['/calendar, a month of a persona', (personaId) => `/calendar?${month}&personaId=${personaId}`],
    ['/calendar, a month of all', () => `/calendar?${month}`],
    ['/posts', () => '/posts'],
    ['/posts?state=scheduled', () => '/posts?state=scheduled'],
  ];
  const rows: Rows = [];
  for (const [name, path] of routes)
    rows.push(
      await flat(
        name,
        () => many.time(path(large.personaId)),
        () => few.time(path(small.personaId)),
      ),
    );
  for (const server of [few, many]) await server.stop();
  return rows;
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
