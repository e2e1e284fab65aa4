import { postsTable } from './0030-publishing.posts.ts';
import { nameCheck, timestamps, touchTrigger } from './sql.ts';

/** When, and by whom, a person has changed it last. */
const edited = `${timestamps}, updated_by text`;

const up = [
  // One row. Whether this database may send anything, and how often it has.
  `create table publishing_state (
    id boolean not null default true constraint pk_publishing_state primary key,
    instance_id uuid not null,
    send_number bigint not null default 0,
    paused_reason text,
    ${timestamps},
    constraint ck_publishing_state_one check (id),
    constraint ck_publishing_state_number check (send_number >= 0),
    constraint ck_publishing_state_paused check (paused_reason in ('confirm_resume')))`,
  `insert into publishing_state (instance_id) values (gen_random_uuid())`,
  `create table publish_accounts (
    id uuid not null constraint pk_publish_accounts primary key,
    persona_id uuid not null constraint fk_publish_accounts_persona references personas (id) on delete restrict,
    provider text not null,
    name text not null,
    external_id text,
    host text,
    time_zone text not null,
    token bytea,
    token_last4 text,
    token_set_at timestamptz(3),
    token_set_by text,
    token_expires_at timestamptz(3),
    min_gap_minutes int not null default 60,
    paused_at timestamptz(3),
    pause_reason text,
    quota_used int,
    quota_total int,
    quota_at timestamptz(3),
    ai_profile_confirmed_at timestamptz(3),
    ${edited},
    ${nameCheck('publish_accounts')},
    constraint uq_publish_accounts_id_persona unique (id, persona_id),
    constraint uq_publish_accounts_name unique (persona_id, name),
    constraint uq_publish_accounts_external unique (provider, external_id),
    constraint ck_publish_accounts_provider check (provider in ('manual', 'instagram')),
    constraint ck_publish_accounts_external check (char_length(external_id) between 1 and 100),
    constraint ck_publish_accounts_host check (host in ('graph.instagram.com', 'graph.facebook.com')),
    constraint ck_publish_accounts_time_zone check (time_zone ~ '^[A-Za-z][A-Za-z0-9_+/-]{0,63}$'),
    constraint ck_publish_accounts_gap check (min_gap_minutes between 0 and 10080),
    constraint ck_publish_accounts_pause check ((paused_at is null) = (pause_reason is null)),
    constraint ck_publish_accounts_quota check (num_nulls(quota_used, quota_total, quota_at) in (0, 3)))`,
  `create index ix_publish_accounts_persona on publish_accounts (persona_id, name, id)`,
  `create trigger tr_publish_accounts_touch before update of provider, name, external_id, host, time_zone, token,
     min_gap_minutes, paused_at, ai_profile_confirmed_at, updated_by on publish_accounts
     for each row execute function touch_updated_at()`,
  `create table posting_slots (
    id uuid not null constraint pk_posting_slots primary key,
    account_id uuid not null,
    persona_id uuid not null,
    weekday smallint not null,
    local_time text not null,
    pillar_id uuid,
    ${timestamps},
    constraint fk_posting_slots_account foreign key (account_id, persona_id)
      references publish_accounts (id, persona_id) on delete cascade,
    constraint fk_posting_slots_pillar foreign key (pillar_id, persona_id)
      references content_pillars (id, persona_id) on delete set null (pillar_id),
    constraint uq_posting_slots_time unique (account_id, weekday, local_time),
    constraint ck_posting_slots_weekday check (weekday between 1 and 7),
    constraint ck_posting_slots_time check (local_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'))`,
  `create index ix_posting_slots_pillar on posting_slots (pillar_id)`,
  touchTrigger('posting_slots'),
  ...postsTable,
  `create table post_photos (
    post_id uuid not null constraint fk_post_photos_post references posts (id) on delete cascade,
    position smallint not null,
    photo_id uuid constraint fk_post_photos_photo references photos (id) on delete set null,
    alt_text text,
    holds boolean not null default false,
    ${timestamps},
    constraint pk_post_photos primary key (post_id, position),
    constraint uq_post_photos_photo unique (post_id, photo_id),
    constraint ck_post_photos_position check (position between 0 and 9),
    constraint ck_post_photos_alt_text check (char_length(alt_text) between 1 and 1000),
    constraint ck_post_photos_held check (photo_id is not null or not holds))`,
  `create unique index uq_post_photos_one_holder on post_photos (photo_id) where holds`,
  `create index ix_post_photos_photo on post_photos (photo_id)`,
  touchTrigger('post_photos'),
  // What the provider makes of a post before it is published: one living main container for each.
  `create table post_containers (
    id uuid not null constraint pk_post_containers primary key,
    post_id uuid not null constraint fk_post_containers_post references posts (id) on delete cascade,
    role text not null,
    position smallint,
    container_id text,
    state text not null default 'asked',
    ${timestamps},
    constraint ck_post_containers_role check (role in ('main', 'item') and (role = 'item') = (position is not null)),
    constraint ck_post_containers_state check (
      state in ('asked', 'in_progress', 'finished', 'published', 'error', 'expired', 'abandoned')))`,
  `create unique index uq_post_containers_living on post_containers (post_id)
     where role = 'main' and state in ('asked', 'in_progress', 'finished', 'published')`,
  `create index ix_post_containers_post on post_containers (post_id)`,
  touchTrigger('post_containers'),
  `create table post_events (
    id uuid not null constraint pk_post_events primary key,
    post_id uuid not null constraint fk_post_events_post references posts (id) on delete cascade,
    at timestamptz(3) not null default now(),
    kind text not null,
    actor text not null,
    data jsonb not null default '{}')`,
  `create index ix_post_events_post on post_events (post_id, at, id)`,
  `create table caption_drafts (
    id uuid not null constraint pk_caption_drafts primary key,
    post_id uuid not null constraint fk_caption_drafts_post references posts (id) on delete cascade,
    source text not null,
    caption text not null,
    hashtags text[] not null default '{}',
    ${timestamps},
    constraint ck_caption_drafts_source check (source in ('ai', 'template', 'user')))`,
  `create index ix_caption_drafts_post on caption_drafts (post_id, created_at, id)`,
  touchTrigger('caption_drafts'),
  `create table calendar_feeds (
    id uuid not null constraint pk_calendar_feeds primary key,
    persona_id uuid not null constraint fk_calendar_feeds_persona references personas (id) on delete cascade,
    key_id uuid not null constraint fk_calendar_feeds_key references api_keys (id) on delete cascade,
    token_hash text not null,
    captions boolean not null default false,
    ${timestamps},
    constraint uq_calendar_feeds_token unique (token_hash),
    constraint ck_calendar_feeds_token check (token_hash ~ '^[0-9a-f]{64}$'))`,
  `create index ix_calendar_feeds_persona on calendar_feeds (persona_id)`,
  `create index ix_calendar_feeds_key on calendar_feeds (key_id)`,
  touchTrigger('calendar_feeds'),
];

const TABLES = [
  ...['calendar_feeds', 'caption_drafts', 'post_events', 'post_containers', 'post_photos', 'posts', 'posting_slots'],
  ...['publish_accounts', 'publishing_state'],
];

export const publishingTables = { up, down: TABLES.map((table) => `drop table ${table}`) };
