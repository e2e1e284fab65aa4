import { Injectable } from '@nestjs/common';
import { notFound } from '@trellis/kernel';
import { Database } from '@trellis/database';
import { publishingProblems } from '../publishing.problems.ts';
import { occurrencesOf, type Occurrence, type Slot } from '../slots/slot-occurrences.ts';
import { dayBounds } from '../time/day-bounds.ts';
import type { PlacedPost, PlanCluster, PlanFrame, PlanPhoto, PlanPillar } from './plan-slots.ts';

export type PhotoOrder = 'oldest' | 'newest';

const ACCOUNT = `
  select a.persona_id as "personaId", a.time_zone as "timeZone", a.paused_at is not null as paused, now()::timestamptz(3) as now,
    (select coalesce(json_agg(json_build_object('id', s.id, 'weekday', s.weekday, 'localTime', s.local_time, 'pillarId', s.pillar_id)), '[]')
      from posting_slots s where s.account_id = a.id) as slots,
    (select coalesce(json_agg(json_build_object('id', p.id, 'name', p.name, 'weight', p.weight::text, 'priority', p.priority,
        'targetPostsPerWeek', p.target_posts_per_week)), '[]')
      from pub_content_pillars_pillars p where p.persona_id = a.persona_id and p.is_current) as pillars,
    (select coalesce(json_agg(json_build_object('id', c.id, 'name', c.name, 'pillarIds',
        (select coalesce(json_agg(s.pillar_id), '[]') from pub_clustering_assignments s where s.cluster_id = c.id))), '[]')
      from pub_clustering_clusters c where c.persona_id = a.persona_id and c.status = 'active') as clusters
  from publish_accounts a where a.id = $1`;

/** Placed posts, and drafts that wait at an instant. One row for each picture. */
const POSTS = `
  select p.id, p.scheduled_at as at, p.state, p.pillar_id as "pillarId", p.cluster_id as "clusterId",
    f.picture_hash as "pictureHash", f.mirror_hash as "mirrorHash"
  from posts p left join post_photos o on o.post_id = p.id left join pub_photos_pictures f on f.id = o.photo_id
  where p.account_id = $1 and p.scheduled_at >= $2::timestamptz - interval '30 days' and p.scheduled_at < $3
    and p.state not in ('failed', 'cancelled')`;

const stockSql = (order: PhotoOrder) => `
  select c.id as "clusterId", s.id, s.picture_hash as "pictureHash", s.mirror_hash as "mirrorHash"
  from unnest($1::uuid[]) c (id) cross join lateral (
    select f.id, f.starred, f.created_at, f.picture_hash, f.mirror_hash from pub_photos_pictures f
    where f.cluster_id = c.id and f.readiness = 'ready' and f.held_by is null and f.posted_at is null
    order by f.starred desc, f.created_at ${order === 'oldest' ? 'asc' : 'desc'}, f.id limit $2) s
  order by c.id, s.starred desc, s.created_at ${order === 'oldest' ? 'asc' : 'desc'}, s.id`;

interface AccountRow {
  personaId: string;
  timeZone: string;
  paused: boolean;
  now: Date;
  slots: Slot[];
  pillars: PlanPillar[];
  clusters: Omit<PlanCluster, 'stock'>[];
}

interface PostRow {
  id: string;
  at: Date;
  state: string;
  pillarId: string | null;
  clusterId: string | null;
  pictureHash: string | null;
  mirrorHash: string | null;
}

export interface PlanInput {
  personaId: string;
  timeZone: string;
  paused: boolean;
  /** In the order of time. */
  open: Occurrence[];
  frame: PlanFrame;
}

/** A margin for pictures that look like recent posts. */
const SPARE = 20;

/** Reads everything that a plan is made of: three statements, and as many rows as there are slots. */
@Injectable()
export class PlanFrames {
  constructor(private readonly database: Database) {}

  /** @throws DomainError account_not_found */
  async read(accountId: string, from: string, to: string, order: PhotoOrder): Promise<PlanInput> {
    const [account] = await this.database.query<AccountRow[]>(ACCOUNT, [accountId]);
    if (!account) throw notFound(publishingProblems.account_not_found);
    const { timeZone, personaId, paused, now, slots, pillars, clusters } = account;
    const { start, end } = dayBounds(from, to, timeZone);
    const posts = postsOf(await this.database.query<PostRow[]>(POSTS, [accountId, start, end]));
    const taken = new Set(posts.map(({ at }) => at.getTime()));
    const open = occurrencesOf(slots, timeZone, from, to).filter(({ at }) => at > now && !taken.has(at.getTime()));
    const stock = await this.stockOf(
      clusters.map(({ id }) => id),
      open.length + SPARE,
      order,
    );
    const frame = {
      pillars,
      clusters: clusters.map((cluster) => ({ ...cluster, stock: stock.get(cluster.id) ?? [] })),
      posts: posts.filter(({ isDraft }) => !isDraft),
      slotsPerWeek: slots.length,
    };
    return { personaId, timeZone, paused, open, frame };
  }

  private async stockOf(clusterIds: string[], most: number, order: PhotoOrder): Promise<Map<string, PlanPhoto[]>> {
    const rows = await this.database.query<(PlanPhoto & { clusterId: string })[]>(stockSql(order), [clusterIds, most]);
    const stock = new Map<string, PlanPhoto[]>();
    for (const { clusterId, ...photo } of rows) {
      const photos = stock.get(clusterId);
      if (photos) photos.push(photo);
      else stock.set(clusterId, [photo]);
    }
    return stock;
  }
}

function postsOf(rows: readonly PostRow[]): (PlacedPost & { isDraft: boolean })[] {
  const posts = new Map<string, PlacedPost & { isDraft: boolean }>();
  for (const { id, at, state, pillarId, clusterId, pictureHash, mirrorHash } of rows) {
    const post = posts.get(id) ?? { at, pillarId, clusterId, looks: [], isDraft: state === 'draft' };
    if (pictureHash && mirrorHash) post.looks.push({ pictureHash, mirrorHash });
    posts.set(id, post);
  }
  return [...posts.values()];
}
