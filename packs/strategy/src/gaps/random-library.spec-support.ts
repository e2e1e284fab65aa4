import { randomUUID } from 'node:crypto';
import { seeded } from '@trellis/testing';
import type { DataSource } from 'typeorm';
import { dateOf, dayOf } from './calendar-days.ts';

export interface RandomPillar {
  id: string;
  name: string;
  active: boolean;
  weight: string;
  target: number | null;
  priority: number;
  start: string | null;
  end: string | null;
}
export interface RandomCluster {
  id: string;
  name: string;
  status: string;
  pillars: string[];
  primary: string | null;
}
export interface RandomPhoto {
  id: string;
  cluster: string | null;
  readiness: string;
  posted: string | null;
  held: string | null;
}
export interface RandomPost {
  id: string;
  account: string;
  pillar: string | null;
  state: string;
  scheduled: string | null;
  published: string | null;
}
export interface RandomRun {
  id: string;
  cluster: string | null;
  status: string;
  candidates: number;
  winner: boolean;
}

/** The library of one persona as plain facts. */
export interface RandomPersona {
  id: string;
  name: string;
  pace: number | null;
  pillars: RandomPillar[];
  clusters: RandomCluster[];
  photos: RandomPhoto[];
  accounts: { id: string; paused: boolean; slots: number }[];
  posts: RandomPost[];
  runs: RandomRun[];
}

export const TODAY = '2026-12-01';
const PIPELINE = '01890a5d-ac96-774b-bcce-b302099a8059';
const PLACED = ['scheduled', 'publishing', 'unknown'];

/** The same personas for the same seed, apart from their ids. */
export function randomPersonas(seed: number, count: number): RandomPersona[] {
  const below = seeded(seed);
  const oneOf = <T>(...all: T[]): T => all[below(all.length)] as T;
  const many = <T>(most: number, make: (n: number) => T) => Array.from({ length: below(most + 1) }, (_, n) => make(n));
  const day = (from: number, to: number) => dateOf(dayOf(TODAY) + from + below(to - from + 1));
  const span = () => {
    const start = oneOf(null, day(-40, 40));
    const end = oneOf(null, null, day(-20, 60));
    return { start, end: start !== null && end !== null && end <= start ? null : end };
  };
  return Array.from({ length: count }, (_, n) => {
    let left = 10_000;
    const weight = () => {
      const part = oneOf(0, below(left + 1), Math.min(left, 500 * below(12)));
      left -= part;
      return (part / 100).toFixed(2);
    };
    const target = () => oneOf(null, null, 0, 1 + below(20));
    const pillars = many(5, (i) => ({
      ...{ id: randomUUID(), name: `${oneOf('a', 'B', 'ä', 'Z')} ${i}`, active: below(6) > 0, weight: weight() },
      ...{ target: target(), priority: 1 + below(5), ...span() },
    }));
    const clusters = many(6, (i) => {
      const assigned = pillars.filter(() => below(2) > 0).map(({ id }) => id);
      const primary = assigned.length > 0 && below(2) > 0 ? oneOf(...assigned) : null;
      const status = oneOf('active', 'active', 'active', 'draft', 'archived');
      return { id: randomUUID(), name: `cluster ${i}`, status, pillars: assigned, primary };
    });
    const inCluster = () => oneOf(null, ...clusters.map(({ id }) => id));
    const photos = many(25, () => ({
      ...{
        id: randomUUID(),
        cluster: inCluster(),
        readiness: oneOf('ready', 'ready', 'ready', 'preparing', 'needs_crop'),
      },
      ...{ posted: oneOf(null, null, null, day(-60, 3)), held: oneOf(null, null, null, null, randomUUID()) },
    }));
    const accounts = many(2, () => ({ id: randomUUID(), paused: below(3) === 0, slots: below(5) }));
    const posts = accounts.flatMap(({ id: account }) =>
      many(8, (i) => {
        const state = oneOf(
          'draft',
          'scheduled',
          'scheduled',
          i === 0 ? 'publishing' : 'draft',
          'published',
          'unknown',
          'failed',
          'cancelled',
        );
        const pillar = oneOf(null, ...pillars.map(({ id }) => id));
        const scheduled = PLACED.includes(state) ? day(-2, 60) : null;
        return {
          id: randomUUID(),
          account,
          pillar,
          state,
          scheduled,
          published: state === 'published' ? day(-60, 0) : null,
        };
      }),
    );
    const runs = many(4, () => ({
      ...{ id: randomUUID(), cluster: inCluster(), status: oneOf('pending', 'running', 'completed', 'failed') },
      ...{ candidates: below(4), winner: below(3) === 0 },
    }));
    return {
      id: randomUUID(),
      name: `persona ${seed} ${n}`,
      pace: oneOf(null, below(15)),
      pillars,
      clusters,
      photos,
      accounts,
      posts,
      runs,
    };
  });
}

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
}
