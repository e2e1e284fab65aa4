import { Injectable } from '@nestjs/common';
import { notFound, ValidationFailedError } from '@trellis/kernel';
import { Database } from '@trellis/database';
import { publishingProblems } from '../publishing.problems.ts';
import { occurrencesOf, oneAtATime, type Occurrence, type Slot } from '../slots/slot-occurrences.ts';
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

/** Drafts that wait for an instant, then placed posts, which count where both have one. One row for each picture. */
const POSTS = `
  select p.id, p.scheduled_at as at, p.state, p.pillar_id as "pillarId", p.cluster_id as "clusterId",
    o.photo_id as "photoId", f.picture_hash as "pictureHash", f.mirror_hash as "mirrorHash"
  from posts p left join post_photos o on o.post_id = p.id left join pub_photos_pictures f on f.id = o.photo_id
  where p.account_id = $1 and p.scheduled_at >= $2::timestamptz - interval '30 days' and p.scheduled_at < $3
    and p.state not in ('failed', 'cancelled') order by p.state <> 'draft', p.id, o.position`;

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
  photoId: string | null;
  pictureHash: string | null;
  mirrorHash: string | null;
}

/** An open slot for which a draft waits. */
export interface WaitingSlot extends Occurrence {
  postId: string;
  clusterId: string | null;
  photoId: string | null;
}

export interface PlanInput {
  personaId: string;
  timeZone: string;
  paused: boolean;
  /** In the order of time. */
  open: Occurrence[];
  waiting: WaitingSlot[];
  frame: PlanFrame;
}

/** A margin for pictures that look like recent posts. */
const SPARE = 20;
const MOST_SLOTS = 1_000;

/** Reads everything that a plan is made of: three statements, and as many rows as there are slots. */
@Injectable()
export class PlanFrames {
  constructor(private readonly database: Database) {}

  /** @throws DomainError account_not_found; ValidationFailedError for more than 1,000 open slots */
  async read(accountId: string, from: string, to: string, order: PhotoOrder): Promise<PlanInput> {
    const [account] = await this.database.query<AccountRow[]>(ACCOUNT, [accountId]);
    if (!account) throw notFound(publishingProblems.account_not_found);
    const { timeZone, personaId, paused, now, slots, pillars, clusters } = account;
    const { start, end } = dayBounds(from, to, timeZone);
    const posts = postsOf(await this.database.query<PostRow[]>(POSTS, [accountId, start, end]));
    const at = new Map(posts.map((post) => [post.at.getTime(), post]));
    const ahead = oneAtATime(occurrencesOf(slots, timeZone, from, to)).filter((slot) => slot.at > now);
    const open = ahead.filter((slot) => !at.has(slot.at.getTime()));
    if (open.length > MOST_SLOTS)
      throw new ValidationFailedError([{ path: 'to', message: `must leave at most ${MOST_SLOTS} open slots` }]);
    const stock = await this.stockOf(
      clusters.map(({ id }) => id),
      open.length + SPARE,
      order,
    );
    const frame = {
      pillars,
      clusters: clusters.map((cluster) => ({ ...cluster, stock: stock.get(cluster.id) ?? [] })),
      posts: posts.filter(({ isDraft }) => !isDraft),
      reserved: posts.flatMap(({ isDraft, photoId }) => (isDraft && photoId ? [photoId] : [])),
      slotsPerWeek: slots.length,
    };
    const waiting = ahead.flatMap((slot) => waitingOf(slot, at.get(slot.at.getTime())));
    return { personaId, timeZone, paused, open, waiting, frame };
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

interface ReadPost extends PlacedPost {
  id: string;
  /** The first of them. */
  photoId: string | null;
  isDraft: boolean;
}

function postsOf(rows: readonly PostRow[]): ReadPost[] {
  const posts = new Map<string, ReadPost>();
  for (const { id, at, state, pillarId, clusterId, photoId, pictureHash, mirrorHash } of rows) {
    const post = posts.get(id) ?? { id, at, pillarId, clusterId, photoId, looks: [], isDraft: state === 'draft' };
    if (pictureHash && mirrorHash) post.looks.push({ pictureHash, mirrorHash });
    posts.set(id, post);
  }
  return [...posts.values()];
}

function waitingOf(slot: Occurrence, post: ReadPost | undefined): WaitingSlot[] {
  if (!post?.isDraft) return [];
  const { id: postId, clusterId, photoId } = post;
  return [{ ...slot, pillarId: post.pillarId ?? slot.pillarId, postId, clusterId, photoId }];
}
