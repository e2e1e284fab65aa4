import { id } from './invariants.spec-support.ts';

export const sha = 'a'.repeat(64);
const WHEN = `now() + interval '1 day', '2027-01-01T10:00', 'UTC', now() + interval '2 days', '${sha}'`;
const POST = `insert into posts (id, persona_id, account_id, state, scheduled_at, scheduled_local, zone, latest_at, content_sha256)`;
const scheduled = (n: number, at = WHEN) =>
  `${POST} values ('${id(n)}', '${id(1)}', '${id(201)}', 'scheduled', ${at});
   insert into post_photos (post_id, position, photo_id, holds) values ('${id(n)}', 0, '${id(71)}', true);`;
export const draft = (n: number) =>
  `insert into posts (id, persona_id, account_id) values ('${id(n)}', '${id(1)}', '${id(201)}');`;

/** A manual account of one persona, one of another, and a scheduled post that holds the photo. */
export const publishing = `
  insert into publish_accounts (id, persona_id, provider, name, time_zone) values
    ('${id(201)}', '${id(1)}', 'manual', 'by hand', 'Europe/Berlin'), ('${id(202)}', '${id(2)}', 'manual', 'other', 'UTC');
  begin; ${scheduled(301)} commit;
  insert into posting_slots (id, account_id, persona_id, weekday, local_time) values ('${id(401)}', '${id(201)}', '${id(1)}', 1, '18:30');
  insert into post_events (id, post_id, kind, actor) values ('${id(501)}', '${id(301)}', 'scheduled', 'test');`;

export const set = (columns: string) => `update posts set ${columns} where id = '${id(301)}'`;
export const release = `update post_photos set holds = false`;
/** By the way that the state machine allows. */
export const as = (state: 'publishing' | 'published' | 'unknown') =>
  `${set(`state = 'publishing', lease_token = gen_random_uuid(), lease_until = now()`)};
   ${state === 'publishing' ? '' : set(state === 'unknown' ? `state = 'unknown', publish_sent_at = now()` : `state = 'published', published_at = now(), provider_media_id = 'm1', lease_token = null, lease_until = null`)};
   ${state === 'published' ? release : ''};`;

/** Each attack, and the constraint that has to refuse it. */
export const attacks: [string, string, string][] = [
  [
    'a post on the account of another persona',
    `insert into posts (id, persona_id, account_id) values ('${id(302)}', '${id(2)}', '${id(201)}')`,
    'fk_posts_account',
  ],
  ['a post with a pillar of another persona', set(`pillar_id = '${id(13)}'`), 'fk_posts_pillar'],
  ['a post with a cluster of another persona', set(`cluster_id = '${id(22)}'`), 'fk_posts_cluster'],
  [
    'a slot with a pillar of another persona',
    `update posting_slots set pillar_id = '${id(13)}'`,
    'fk_posting_slots_pillar',
  ],
  ['a slot at a time that is none', `update posting_slots set local_time = '24:00'`, 'ck_posting_slots_time'],
  ['a slot on an eighth day', `update posting_slots set weekday = 8`, 'ck_posting_slots_weekday'],
  [
    'the same slot twice',
    `insert into posting_slots (id, account_id, persona_id, weekday, local_time) values ('${id(402)}', '${id(201)}', '${id(1)}', 1, '18:30')`,
    'uq_posting_slots_time',
  ],
  [
    'two posts of an account at one instant',
    `${draft(302)} ${set(`scheduled_at = '2030-01-01'`)}; update posts set state = 'scheduled', scheduled_at = '2030-01-01', scheduled_local = 'x', zone = 'x', latest_at = now(), content_sha256 = '${sha}' where id = '${id(302)}'`,
    'uq_posts_instant',
  ],
  [
    'two posts of an account that are being published',
    `${as('publishing')} ${draft(302)} update posts set state = 'scheduled', scheduled_at = '2030-01-01', scheduled_local = 'x', zone = 'x', latest_at = now(), content_sha256 = '${sha}' where id = '${id(302)}'; update posts set state = 'publishing', lease_token = gen_random_uuid(), lease_until = now() where id = '${id(302)}'`,
    'uq_posts_one_publishing',
  ],
  [
    'a photo that two posts hold',
    `${draft(302)} insert into post_photos (post_id, position, photo_id, holds) values ('${id(302)}', 0, '${id(71)}', true)`,
    'uq_post_photos_one_holder',
  ],
  [
    'a photo twice in a post',
    `insert into post_photos (post_id, position, photo_id, holds) values ('${id(301)}', 1, '${id(71)}', false)`,
    'uq_post_photos_photo',
  ],
  [
    'an eleventh photo',
    `insert into post_photos (post_id, position) values ('${id(301)}', 10)`,
    'ck_post_photos_position',
  ],
  ['a held photo that is deleted', `delete from photos where id = '${id(71)}'`, 'ck_post_photos_held'],
  ['a scheduled post that holds nothing', `${release}`, 'ck_posts_holds'],
  ['a scheduled post without photos', `delete from post_photos`, 'ck_posts_holds'],
  ['a cancelled post that holds', set(`state = 'cancelled'`), 'ck_posts_holds'],
  ['a scheduled post without its time', set('scheduled_at = null'), 'ck_posts_scheduled'],
  ['a published post without its time', set(`state = 'published'`), 'ck_posts_published'],
  ['a time of publication before it', set('published_at = now()'), 'ck_posts_published'],
  ['a medium of a post that is not published', set(`provider_media_id = 'm'`), 'ck_posts_media'],
  [
    'a published post that is scheduled again',
    `${as('published')} ${set(`state = 'scheduled', published_at = null`)}`,
    'ck_posts_transition',
  ],
  ['another medium of a published post', `${as('published')} ${set(`provider_media_id = 'm2'`)}`, 'ck_posts_final'],
  [
    'another time of a published post',
    `${as('published')} ${set(`published_at = now() - interval '1 day'`)}`,
    'ck_posts_final',
  ],
  ['another caption of a published post', `${as('published')} ${set(`caption = 'x'`)}`, 'ck_posts_frozen'],
  ['another caption while it is sent', `${as('publishing')} ${set(`caption = 'x'`)}`, 'ck_posts_frozen'],
  [
    'one medium of two posts',
    `${as('published')} ${draft(302)} update posts set state = 'scheduled', scheduled_at = '2030-01-01', scheduled_local = 'x', zone = 'x', latest_at = now(), content_sha256 = '${sha}' where id = '${id(302)}'; update posts set state = 'published', published_at = now(), provider_media_id = 'm1' where id = '${id(302)}'`,
    'uq_posts_media',
  ],
  [
    'an unknown outcome of what was never sent',
    `${set(`state = 'publishing', lease_token = gen_random_uuid(), lease_until = now()`)}; ${set(`state = 'unknown'`)}`,
    'ck_posts_sent',
  ],
  ['a lease without an end', set(`state = 'publishing', lease_token = gen_random_uuid()`), 'ck_posts_lease'],
  ['a lease of a post that waits', set('lease_token = gen_random_uuid(), lease_until = now()'), 'ck_posts_lease'],
  [
    'a post that moves to another account',
    set(`account_id = '${id(202)}', persona_id = '${id(2)}'`),
    'ck_posts_account',
  ],
  [
    'a post that begins as published',
    `insert into posts (id, persona_id, account_id, state, published_at) values ('${id(302)}', '${id(1)}', '${id(201)}', 'published', now())`,
    'ck_posts_begins',
  ],
  ['an account with posts that is deleted', `delete from publish_accounts where id = '${id(201)}'`, 'fk_posts_account'],
  [
    'a persona with accounts that is deleted',
    `insert into personas (id, name) values ('${id(3)}', 'third');
     insert into publish_accounts (id, persona_id, provider, name, time_zone) values ('${id(203)}', '${id(3)}', 'manual', 'x', 'UTC');
     delete from personas where id = '${id(3)}'`,
    'fk_publish_accounts_persona',
  ],
  ['an account of an unknown provider', `update publish_accounts set provider = 'x'`, 'ck_publish_accounts_provider'],
  ['a pause without a reason', `update publish_accounts set paused_at = now()`, 'ck_publish_accounts_pause'],
  [
    'two living containers of a post',
    `insert into post_containers (id, post_id, role) values ('${id(601)}', '${id(301)}', 'main'), ('${id(602)}', '${id(301)}', 'main')`,
    'uq_post_containers_living',
  ],
  ['an event that is changed', `update post_events set kind = 'x'`, 'ck_post_events_append_only'],
  ['an event that is deleted', `delete from post_events`, 'ck_post_events_append_only'],
  ['events that are truncated', `truncate post_events`, 'ck_post_events_append_only'],
  [
    'a number of sent posts that falls',
    `update publishing_state set send_number = 5; update publishing_state set send_number = 4`,
    'ck_publishing_state_grows',
  ],
  ['the state of publishing that is deleted', `delete from publishing_state`, 'ck_publishing_state_grows'],
  [
    'a second state of publishing',
    `insert into publishing_state (instance_id) values (gen_random_uuid())`,
    'pk_publishing_state',
  ],
  ['a posting by a post without its time', `update photos set posted_by = '${id(301)}'`, 'ck_photos_posted_by'],
  [
    'a feed with a token in the clear',
    `insert into calendar_feeds (id, persona_id, key_id, token_hash) select '${id(701)}', '${id(1)}', id, 'secret' from api_keys`,
    'ck_calendar_feeds_token',
  ],
];
