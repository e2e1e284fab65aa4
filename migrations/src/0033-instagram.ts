import type { MigrationInterface, QueryRunner } from 'typeorm';

const refuse = (constraint: string, message: string) =>
  `raise exception '${message}' using errcode = 'check_violation', constraint = '${constraint}';`;

const waitsForPerson = (byHand: string) => `
  select p.id, p.persona_id, p.account_id, p.pillar_id, p.cluster_id, p.state, p.scheduled_at, p.published_at, p.created_at,
    p.state = 'scheduled' and coalesce(p.next_attempt_at, p.scheduled_at) <= now()${byHand} as waits_for_person
  from posts p`;
const BY_HAND = ` and exists (select 1 from publish_accounts a where a.id = p.account_id and a.provider = 'manual')`;

const up = [
  `alter table publish_accounts add column paused_until timestamptz(3), add column token_tried_at timestamptz(3),
     add constraint ck_publish_accounts_paused_until check (paused_until is null or paused_at is not null)`,
  `create index ix_publish_accounts_paused on publish_accounts (paused_until) where paused_until is not null`,
  `alter table post_containers
     add column content_sha256 text,
     add column first_sent_at timestamptz(3),
     add column idle_since timestamptz(3),
     add column reads int not null default 0,
     add constraint ck_post_containers_sha256 check (content_sha256 ~ '^[0-9a-f]{64}$'),
     add constraint ck_post_containers_sent check (
       first_sent_at is null or (role = 'main' and container_id is not null)),
     add constraint ck_post_containers_idle check (idle_since is null or first_sent_at is not null),
     add constraint ck_post_containers_reads check (reads >= 0)`,
  `create unique index uq_post_containers_container on post_containers (container_id)`,
  `create index ix_posts_unread on posts (next_attempt_at) where state = 'unknown'`,
  // What has ended is not used again, and what was made stays what it is.
  `create function keep_post_container() returns trigger language plpgsql as $$
   begin
     if old.state in ('published', 'error', 'expired', 'abandoned') and new.state <> old.state
       and (old.state, new.state) not in (('error', 'abandoned'), ('expired', 'abandoned')) then
       ${refuse('ck_post_containers_final', 'a container that has ended is not used again')}
     end if;
     if (new.post_id, new.role, new.content_sha256) is distinct from (old.post_id, old.role, old.content_sha256)
       or (old.container_id is not null and new.container_id is distinct from old.container_id)
       or (old.first_sent_at is not null and new.first_sent_at is distinct from old.first_sent_at) then
       ${refuse('ck_post_containers_frozen', 'what was made and sent does not change')}
     end if;
     return new;
   end $$`,
  `create trigger tr_post_containers_keep before update on post_containers
     for each row execute function keep_post_container()`,
  // While a container that was sent may still be published, only its status says whether the post is.
  `create function keep_sent_post() returns trigger language plpgsql as $$
   begin
     if exists (select 1 from post_containers c where c.post_id = new.id and c.role = 'main' and (c.state = 'published'
       or (c.first_sent_at is not null and c.state in ('asked', 'in_progress', 'finished')))) then
       ${refuse('ck_posts_sent_container', 'what was sent may still be published')}
     end if;
     return new;
   end $$`,
  `create trigger tr_posts_sent before update of state on posts for each row
     when (new.state in ('draft', 'scheduled', 'failed', 'cancelled') and old.state <> new.state)
     execute function keep_sent_post()`,
  `create or replace view pub_publishing_posts as ${waitsForPerson(BY_HAND)}`,
];

const down = [
  `create or replace view pub_publishing_posts as ${waitsForPerson('')}`,
  'drop trigger tr_posts_sent on posts',
  'drop function keep_sent_post()',
  'drop trigger tr_post_containers_keep on post_containers',
  'drop function keep_post_container()',
  'drop index ix_posts_unread, uq_post_containers_container',
  `alter table post_containers drop column content_sha256, drop column first_sent_at, drop column idle_since,
     drop column reads`,
  'drop index ix_publish_accounts_paused',
  'alter table publish_accounts drop column paused_until, drop column token_tried_at',
];

/** Posts are published on Instagram: containers that are sent once, and accounts that are paused for a while. */
export class Instagram1767225600033 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of down) await runner.query(statement);
  }
}
