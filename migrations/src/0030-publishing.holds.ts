const REASONS = `'image_missing', 'image_changed', 'image_outside_roots', 'not_an_image', 'image_too_large', 'photo_posted'`;

const reasonsAre = (failures: string) => `
  alter table cluster_links drop constraint ck_cluster_links_reason, add constraint ck_cluster_links_reason check (case state
    when 'skipped' then reason in ('no_cluster', 'no_winner', 'photo_deleted') and reason is not null
    when 'failed' then reason in (${failures}, 'storage_unavailable') and reason is not null
    else reason is null end)`;

const PENDING = `set state = 'pending', reason = null, attempts = 0, last_error = null, next_attempt_at = null`;

/** What a post holds, and what it has published, below the posts: on the photo, and on the link that waits for it. */
export const publishingHolds = {
  up: [
    `alter table photos add column posted_by uuid,
       add constraint ck_photos_posted_by check (posted_by is null or posted_at is not null)`,
    // What may be posted, in the order in which it is.
    `create index ix_photos_stock on photos (cluster_id, starred desc, created_at, id)
       where readiness = 'ready' and held_by is null and posted_at is null`,
    reasonsAre(`${REASONS}, 'photo_held'`),
    `create function reopen_link_for_release() returns trigger language plpgsql as $$
     begin
       -- What stood in the way of another winner or cluster does so no longer.
       update cluster_links ${PENDING} where photo_id = new.id and state = 'failed' and reason = 'photo_held';
       return null;
     end $$`,
    `create trigger tr_photos_released after update of held_by on photos
       for each row when (old.held_by is not null and new.held_by is null) execute function reopen_link_for_release()`,
  ],
  down: [
    `update photos set held_by = null where held_by is not null`,
    `drop trigger tr_photos_released on photos`,
    `drop function reopen_link_for_release()`,
    // A table with checks that wait for the commit cannot be altered.
    `set constraints all immediate`,
    reasonsAre(REASONS),
    `drop index ix_photos_stock`,
    `alter table photos drop column posted_by`,
  ],
};
