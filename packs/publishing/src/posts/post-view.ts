import type { PostError } from '../problems/post-problem.ts';
import type { PostState } from './post-state.ts';

export interface PostPhotoView {
  /** Null when the photo was deleted. */
  photoId: string | null;
  /** 0..9. */
  position: number;
  altText: string | null;
}

/** A post as it is shown. */
export interface PostView {
  id: string;
  personaId: string;
  accountId: string;
  pillarId: string | null;
  clusterId: string | null;
  slotId: string | null;
  state: PostState;
  reason: string | null;
  /** It is time for a person to post it. */
  due: boolean;
  caption: string;
  hashtags: string[];
  aiGenerated: boolean;
  scheduledAt: Date | null;
  scheduledLocal: string | null;
  timeZone: string | null;
  latestAt: Date | null;
  publishedAt: Date | null;
  providerMediaId: string | null;
  permalink: string | null;
  needsPermalink: boolean;
  attempts: number;
  nextAttemptAt: Date | null;
  lastError: PostError | null;
  photos: PostPhotoView[];
  createdAt: Date;
  updatedAt: Date;
  updatedBy: string | null;
}

/** Whether it is time for a post `p` on an account `a`, by the database's clock. */
export const IS_DUE = `p.state = 'scheduled' and coalesce(p.next_attempt_at, p.scheduled_at) <= now()`;

/** Posts `p` with their photos, as they are shown. */
export const POSTS = `
  select p.id, p.persona_id as "personaId", p.account_id as "accountId", p.pillar_id as "pillarId",
    p.cluster_id as "clusterId", p.slot_id as "slotId", p.state, p.reason,
    coalesce(${IS_DUE} and a.provider = 'manual', false) as due, p.caption, p.hashtags,
    p.is_ai_generated as "aiGenerated", p.scheduled_at as "scheduledAt", p.scheduled_local as "scheduledLocal",
    p.zone as "timeZone", p.latest_at as "latestAt", p.published_at as "publishedAt",
    p.provider_media_id as "providerMediaId", p.permalink, p.needs_permalink as "needsPermalink", p.attempts,
    p.next_attempt_at as "nextAttemptAt", p.last_error as "lastError", (
      select coalesce(json_agg(json_build_object('photoId', o.photo_id, 'position', o.position, 'altText', o.alt_text)
        order by o.position), '[]') from post_photos o where o.post_id = p.id) as photos,
    p.created_at as "createdAt", p.updated_at as "updatedAt", p.updated_by as "updatedBy"
  from posts p join publish_accounts a on a.id = p.account_id`;
