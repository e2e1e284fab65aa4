import type { LibraryCheck } from '@trellis/database';

/** The invariants of posts and holds that no constraint can state, because they are of two packs. */
export const publishingChecks: readonly LibraryCheck[] = [
  {
    code: 'photo_held_by_none',
    meaning: 'The photo is held by a post that does not hold it.',
    cure: 'set held_by of the photo to null by hand: no post holds it',
    sql: `select f.id from pub_photos_pictures f where f.held_by is not null
          and not exists (select 1 from post_photos o where o.photo_id = f.id and o.holds and o.post_id = f.held_by)`,
  },
  {
    code: 'post_holds_loosely',
    meaning: 'The post waits with a photo that does not know it.',
    cure: 'cancel the post, and schedule another one',
    sql: `select o.post_id as id from post_photos o join pub_photos_pictures f on f.id = o.photo_id
          where o.holds and f.held_by is distinct from o.post_id`,
  },
  {
    code: 'post_outcome_unknown',
    meaning: 'It is not known whether the post was published, for more than a day.',
    cure: 'look at the account; then trellis posts resolve ID',
    sql: `select id from posts where state = 'unknown' and publish_sent_at < now() - interval '24 hours'`,
  },
  {
    code: 'account_token_ends',
    meaning: 'The token of the account ends within ten days, or has ended: it was not refreshed.',
    cure: 'trellis accounts check; then set a new token',
    sql: `select id from publish_accounts where token is not null and token_expires_at < now() + interval '10 days'`,
  },
  {
    code: 'post_stays_publishing',
    meaning: 'The post has been publishing for more than fifteen minutes after the end of its lease: no worker runs.',
    cure: 'start a worker',
    sql: `select id from posts where state = 'publishing' and lease_until < now() - interval '15 minutes'`,
  },
];
