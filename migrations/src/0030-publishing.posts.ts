import { timestamps } from './sql.ts';

const PLACED = `state in ('scheduled', 'publishing', 'unknown', 'published')`;

/** Posts, with what each must be true in each of its states. */
export const postsTable = [
  `create table posts (
    id uuid not null constraint pk_posts primary key,
    persona_id uuid not null,
    account_id uuid not null,
    pillar_id uuid,
    cluster_id uuid,
    slot_id uuid constraint fk_posts_slot references posting_slots (id) on delete set null,
    state text not null default 'draft',
    reason text,
    caption text not null default '',
    hashtags text[] not null default '{}',
    is_ai_generated boolean not null default false,
    allow_repost boolean not null default false,
    force boolean not null default false,
    scheduled_at timestamptz(3),
    scheduled_local text,
    zone text,
    zone_data text,
    latest_at timestamptz(3),
    checked_at timestamptz(3),
    published_at timestamptz(3),
    provider_media_id text,
    permalink text,
    needs_permalink boolean not null default false,
    content_sha256 text,
    attempts int not null default 0,
    next_attempt_at timestamptz(3),
    last_error jsonb,
    lease_token uuid,
    lease_until timestamptz(3),
    publish_sent_at timestamptz(3),
    ${timestamps}, updated_by text,
    constraint fk_posts_account foreign key (account_id, persona_id)
      references publish_accounts (id, persona_id) on delete restrict,
    constraint fk_posts_pillar foreign key (pillar_id, persona_id)
      references content_pillars (id, persona_id) on delete set null (pillar_id),
    constraint fk_posts_cluster foreign key (cluster_id, persona_id)
      references clusters (id, persona_id) on delete set null (cluster_id),
    constraint uq_posts_media unique (account_id, provider_media_id),
    constraint ck_posts_state check (
      state in ('draft', 'scheduled', 'publishing', 'published', 'unknown', 'failed', 'cancelled')),
    constraint ck_posts_caption check (char_length(caption) <= 20000),
    constraint ck_posts_hashtags check (cardinality(hashtags) <= 100 and array_position(hashtags, null) is null),
    constraint ck_posts_scheduled check (state in ('draft', 'failed', 'cancelled', 'published')
      or num_nulls(scheduled_at, scheduled_local, zone, latest_at, content_sha256) = 0),
    constraint ck_posts_published check ((published_at is not null) = (state = 'published')),
    constraint ck_posts_media check (provider_media_id is null or state = 'published'),
    constraint ck_posts_permalink check (char_length(permalink) between 1 and 2048),
    constraint ck_posts_sent check (state <> 'unknown' or publish_sent_at is not null),
    constraint ck_posts_lease check (
      (lease_token is null) = (lease_until is null) and (lease_token is null or state in ('publishing', 'unknown'))),
    constraint ck_posts_sha256 check (content_sha256 ~ '^[0-9a-f]{64}$'),
    constraint ck_posts_attempts check (attempts >= 0))`,
  `create unique index uq_posts_one_publishing on posts (account_id) where state = 'publishing'`,
  `create unique index uq_posts_instant on posts (account_id, scheduled_at) where ${PLACED}`,
  `create index ix_posts_due on posts (coalesce(next_attempt_at, scheduled_at)) where state = 'scheduled'`,
  `create index ix_posts_leased on posts (lease_until) where state in ('publishing', 'unknown')`,
  `create index ix_posts_sent on posts (account_id, publish_sent_at) where publish_sent_at is not null`,
  `create index ix_posts_list on posts (created_at desc, id desc)`,
  `create index ix_posts_state on posts (state, created_at desc, id desc)`,
  `create index ix_posts_persona on posts (persona_id, created_at desc, id desc)`,
  `create index ix_posts_account on posts (account_id, created_at desc, id desc)`,
  `create index ix_posts_calendar on posts (persona_id, scheduled_at, id) where scheduled_at is not null`,
  `create index ix_posts_instants on posts (scheduled_at, id) where scheduled_at is not null`,
  `create index ix_posts_pillar on posts (pillar_id)`,
  `create index ix_posts_cluster on posts (cluster_id)`,
  `create index ix_posts_slot on posts (slot_id)`,
  `create trigger tr_posts_touch before update of pillar_id, cluster_id, slot_id, state, reason, caption, hashtags,
     is_ai_generated, scheduled_at, permalink, last_error, updated_by on posts
     for each row execute function touch_updated_at()`,
];
