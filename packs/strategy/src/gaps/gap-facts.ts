import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { notFound } from '@trellis/kernel';
import { personaProblems } from '@trellis/personas';

export interface PillarFacts {
  id: string;
  name: string;
  /** 1..5. */
  priority: number;
  active: boolean;
  /** Percent of the persona's posts, in hundredths. */
  weight: number;
  /** Posts a week; null where the weight decides. */
  target: number | null;
  /** ISO 8601 calendar dates. */
  startDate: string | null;
  endDate: string | null;
  /** Posts that are placed before the horizon ends. */
  planned: number;
  /** The UTC date of the last post. */
  lastPublished: string | null;
}

export interface ClusterFacts {
  id: string;
  name: string;
  isActive: boolean;
  pillarIds: string[];
  primaryId: string | null;
  /** Photos that could be posted now. */
  ready: number;
  /** Photos whose renditions are being made. */
  preparing: number;
  needsCrop: number;
  /** Seconds since 1970; null without a photo. */
  lastPhotoAt: number | null;
  /** A UTC date. */
  lastPosted: string | null;
  /** The oldest of the photos that could be posted, and of those that need a crop. */
  readyIds: string[];
  needsCropIds: string[];
  /** Runs with two active candidates and no winner that did not fail, and the oldest of them. */
  undecidedRuns: number;
  undecidedRunId: string | null;
}

/** What the database knows about the stock of a persona. */
export interface GapFacts {
  /** Of the persona; null when it has none. */
  postsPerWeek: number | null;
  /** Of its accounts that are not paused. */
  slots: number;
  /** Photos that could be posted and have no cluster. */
  withoutCluster: number;
  pillars: PillarFacts[];
  clusters: ClusterFacts[];
}

/** Of one cluster. */
const MOST_PHOTOS = 20;

const FREE = 'f.held_by is null and f.posted_at is null';
const oldest = (readiness: string, count: string) => `case when ${count} > 0 then (
  select json_agg(o.id) from (select f.id from pub_photos_pictures f
    where f.cluster_id = c.id and f.readiness = '${readiness}' and ${FREE}
    order by f.created_at, f.id limit ${MOST_PHOTOS}) o) else '[]' end`;

/** Each part is materialized: inlined, PostgreSQL would count all photos of the persona once for each cluster. */
const FACTS = `
  with stock as materialized (
    select f.cluster_id, count(*) filter (where f.readiness = 'ready' and ${FREE})::int as ready,
      count(*) filter (where f.readiness = 'preparing' and ${FREE})::int as preparing,
      count(*) filter (where f.readiness = 'needs_crop' and ${FREE})::int as needs_crop,
      max(f.created_at) as last_photo_at, max(f.posted_at) as last_posted_at
    from pub_photos_pictures f where f.persona_id = $1 group by f.cluster_id),
  undecided as materialized (
    select r.cluster_id, count(*)::int as runs, (array_agg(r.id order by r.created_at, r.id))[1] as run_id
    from (
      select o.id, o.cluster_id, o.created_at, o.active_candidates, o.winner_id from pub_pipeline_runs o
      where o.persona_id = $1 and o.status in ('pending', 'running')
      union all
      select o.id, o.cluster_id, o.created_at, o.active_candidates, o.winner_id from pub_clustering_clusters c
      join pub_clustering_links l on l.cluster_id = c.id and l.reason = 'no_winner'
      join pub_pipeline_runs o on o.id = l.run_id and o.status = 'completed' where c.persona_id = $1) r
    where r.active_candidates >= 2 and r.winner_id is null group by r.cluster_id),
  assigned as materialized (
    select a.cluster_id, json_agg(a.pillar_id order by a.pillar_id) as pillar_ids,
      (array_agg(a.pillar_id) filter (where a.is_primary))[1] as primary_id
    from pub_clustering_assignments a where a.persona_id = $1 group by a.cluster_id),
  pillar as materialized (
    select json_build_object('id', i.id, 'name', i.name, 'priority', i.priority, 'active', i.active,
      'weight', (i.weight * 100)::int, 'target', i.target_posts_per_week, 'startDate', i.start_date, 'endDate', i.end_date,
      'planned', (select count(*)::int from pub_publishing_posts p where p.pillar_id = i.id
        and p.state in ('scheduled', 'publishing', 'unknown') and p.scheduled_at < $2::date::timestamp at time zone 'utc'),
      'lastPublished', (select (max(p.published_at) at time zone 'utc')::date from pub_publishing_posts p
        where p.pillar_id = i.id and p.published_at is not null)) as facts
    from pub_content_pillars_pillars i where i.persona_id = $1),
  cluster as materialized (
    select c.id, c.name, json_build_object('id', c.id, 'name', c.name, 'isActive', c.status = 'active',
      'pillarIds', coalesce(a.pillar_ids, '[]'), 'primaryId', a.primary_id, 'ready', coalesce(s.ready, 0),
      'preparing', coalesce(s.preparing, 0), 'needsCrop', coalesce(s.needs_crop, 0),
      'lastPhotoAt', extract(epoch from s.last_photo_at)::float8,
      'lastPosted', (s.last_posted_at at time zone 'utc')::date,
      'readyIds', ${oldest('ready', 's.ready')}, 'needsCropIds', ${oldest('needs_crop', 's.needs_crop')},
      'undecidedRuns', coalesce(u.runs, 0), 'undecidedRunId', u.run_id) as facts
    from pub_clustering_clusters c left join stock s on s.cluster_id = c.id left join undecided u on u.cluster_id = c.id
      left join assigned a on a.cluster_id = c.id
    where c.persona_id = $1)
  select p.posts_per_week as "postsPerWeek",
    (select count(*)::int from pub_publishing_slots s where s.persona_id = $1 and not s.paused) as slots,
    coalesce((select s.ready from stock s where s.cluster_id is null), 0) as "withoutCluster",
    (select coalesce(json_agg(facts), '[]') from pillar) as pillars,
    (select coalesce(json_agg(facts order by name collate "C", id), '[]') from cluster) as clusters
  from pub_personas_personas p where p.id = $1`;

@Injectable()
export class GapFactsReader {
  constructor(private readonly database: Database) {}

  /**
   * In one statement.
   * @param end the first date after the horizon
   * @throws DomainError persona_not_found
   */
  async read(personaId: string, end: string): Promise<GapFacts> {
    const [facts] = await this.database.query<GapFacts[]>(FACTS, [personaId, end]);
    if (!facts) throw notFound(personaProblems.persona_not_found);
    return facts;
  }
}
