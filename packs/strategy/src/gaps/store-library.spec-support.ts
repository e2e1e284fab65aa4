import type { DataSource } from 'typeorm';
import type { RandomPersona } from './random-library.spec-support.ts';

const PIPELINE = '01890a5d-ac96-774b-bcce-b302099a8059';

const TABLES: readonly [sql: string, rows: (persona: RandomPersona) => object[]][] = [
  [
    `insert into personas (id, name, posts_per_week) select id, name, pace from rows as r (id uuid, name text, pace int)`,
    (persona) => [persona],
  ],
  [
    `insert into content_pillars (id, persona_id, name, active, weight, target_posts_per_week, priority, start_date, end_date)
     select id, persona, name, active, weight, target, priority, start, "end" from rows as r
       (id uuid, persona uuid, name text, active boolean, weight numeric, target int, priority int, start date, "end" date)`,
    ({ id: persona, pillars }) => pillars.map((pillar) => ({ ...pillar, persona })),
  ],
  [
    `insert into clusters (id, persona_id, name, status) select id, persona, name, status from rows as r
       (id uuid, persona uuid, name text, status text)`,
    ({ id: persona, clusters }) => clusters.map((cluster) => ({ ...cluster, persona })),
  ],
  [
    `insert into pillar_cluster_assignments (pillar_id, cluster_id, persona_id, is_primary)
     select pillar, cluster, persona, is_primary from rows as r
       (pillar uuid, cluster uuid, persona uuid, is_primary boolean)`,
    ({ id: persona, clusters }) =>
      clusters.flatMap(({ id: cluster, pillars, primary }) =>
        pillars.map((pillar) => ({ pillar, cluster, persona, is_primary: pillar === primary })),
      ),
  ],
  [
    `insert into photos (id, persona_id, cluster_id, path, readiness, readiness_reasons, posted_at, held_by)
     select id, persona, cluster, '/' || id, readiness, case readiness when 'needs_crop' then '[{}]'::jsonb else '[]' end,
       posted, held from rows as r
       (id uuid, persona uuid, cluster uuid, readiness text, posted timestamptz, held uuid)`,
    ({ id: persona, photos }) =>
      photos.map((photo) => ({ ...photo, persona, posted: photo.posted && `${photo.posted}T23:59:59Z` })),
  ],
  [
    `insert into publish_accounts (id, persona_id, provider, name, time_zone, paused_at, pause_reason)
     select id, persona, 'manual', id::text, 'UTC', case when paused then now() end, case when paused then 'by hand' end
     from rows as r (id uuid, persona uuid, paused boolean)`,
    ({ id: persona, accounts }) => accounts.map((account) => ({ ...account, persona })),
  ],
  [
    `insert into posting_slots (id, account_id, persona_id, weekday, local_time)
     select gen_random_uuid(), account, persona, weekday, '10:00' from rows as r (account uuid, persona uuid, weekday int)`,
    ({ id: persona, accounts }) =>
      accounts.flatMap(({ id: account, slots }) =>
        Array.from({ length: slots }, (_, n) => ({ account, persona, weekday: n + 1 })),
      ),
  ],
  [
    `insert into posts (id, persona_id, account_id, pillar_id, state, scheduled_at, scheduled_local, zone, latest_at,
       content_sha256, published_at, publish_sent_at)
     select id, persona, account, pillar, state, scheduled, 'x', 'UTC', now(), repeat('0', 64), published,
       case state when 'unknown' then now() end from rows as r
       (id uuid, persona uuid, account uuid, pillar uuid, state text, scheduled timestamptz, published timestamptz)`,
    ({ id: persona, posts }) =>
      posts.map((post, n) => ({
        ...{ ...post, persona, published: post.published && `${post.published}T00:00:00Z` },
        // Each at its own instant of the day.
        scheduled: post.scheduled && `${post.scheduled}T${String(n).padStart(2, '0')}:00:00Z`,
      })),
  ],
  [
    `insert into pipeline_runs (id, pipeline_id, persona_id, cluster_id, name, target_folder, status, completed_at)
     select id, '${PIPELINE}', persona, cluster, id::text, 'x', status, case status when 'completed' then now() end
     from rows as r (id uuid, persona uuid, cluster uuid, status text)`,
    ({ id: persona, runs }) => runs.map((run) => ({ ...run, persona })),
  ],
  [
    `insert into cluster_links (run_id, cluster_id, state, reason) select id, cluster, 'skipped', 'no_winner'
     from rows as r (id uuid, cluster uuid)`,
    ({ runs }) => runs.filter(({ status, winner }) => status === 'completed' && !winner),
  ],
  [
    `insert into run_tallies (run_id, active_candidates) select id, candidates from rows as r (id uuid, candidates int)`,
    ({ runs }) => runs,
  ],
  [
    `insert into image_candidates (id, run_id, step_id, image_path, is_winner, winner_at)
     select gen_random_uuid(), id, '${PIPELINE}', '/x', true, now() from rows as r (id uuid)`,
    ({ runs }) => runs.filter(({ winner }) => winner).map(({ id }) => ({ id })),
  ],
];

/** Writes them as rows: no trigger runs, so what no request could make is there as well. */
export async function store(dataSource: DataSource, personas: readonly RandomPersona[]): Promise<void> {
  await dataSource.transaction(async (manager) => {
    await manager.query('set local session_replication_role = replica');
    for (const [sql, rows] of TABLES)
      await manager.query(sql.replace('from rows as r', 'from jsonb_to_recordset($1) as r'), [
        JSON.stringify(personas.flatMap(rows)),
      ]);
  });
  await dataSource.query('analyze');
}
