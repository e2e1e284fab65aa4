const pending = `set state = 'pending', reason = null, attempts = 0, last_error = null, next_attempt_at = null`;

/**
 * Keeps links true. When the winner or the cluster of a run changes, its link becomes pending in the same transaction,
 * whatever code made the change. A photo that a person deletes is recorded.
 */
export const linkRules = {
  up: [
    `create function reopen_link_for_winner() returns trigger language plpgsql as $$
     begin
       update cluster_links ${pending}, photo_deleted = false where run_id = new.run_id;
       return null;
     end $$`,
    `create trigger tr_image_candidates_link after update of is_winner on image_candidates
       for each row when (old.is_winner is distinct from new.is_winner) execute function reopen_link_for_winner()`,
    `create function reopen_link_for_cluster() returns trigger language plpgsql as $$
     begin
       update cluster_links ${pending}, cluster_id = new.cluster_id where run_id = new.id;
       return null;
     end $$`,
    `create trigger tr_pipeline_runs_link after update of cluster_id on pipeline_runs
       for each row when (old.cluster_id is distinct from new.cluster_id) execute function reopen_link_for_cluster()`,
    `create function remember_deleted_photo() returns trigger language plpgsql as $$
     declare own boolean;
     begin
       -- A link that replaces its photo lets go of the old one first, so only a person's deletion finds a row here.
       -- Only the photo of the present winner counts as declined; one of a former winner was about to go anyway.
       own := exists (select 1 from image_candidates where id = old.image_candidate_id and is_winner);
       update cluster_links
       set photo_id = null, photo_deleted = own,
           state = case when own and state = 'linked' then 'skipped'
                        when not own and (state = 'linked' or reason = 'photo_posted') then 'pending' else state end,
           reason = case when own and state = 'linked' then 'photo_deleted'
                         when not own and reason = 'photo_posted' then null else reason end
       where photo_id = old.id;
       return old;
     end $$`,
    `create trigger tr_photos_deleted before delete on photos for each row execute function remember_deleted_photo()`,
    `create function bury_intended_key() returns trigger language plpgsql as $$
     begin
       -- The run was deleted while its winner was on its way to the store.
       insert into object_tombstones (key, not_before, reason)
       values (old.intended_key, now() + interval '7 days', 'run_deleted') on conflict do nothing;
       return old;
     end $$`,
    `create trigger tr_cluster_links_intended before delete on cluster_links
       for each row when (old.intended_key is not null) execute function bury_intended_key()`,
  ],
  down: [
    `drop trigger tr_cluster_links_intended on cluster_links`,
    `drop function bury_intended_key()`,
    `drop trigger tr_photos_deleted on photos`,
    `drop trigger tr_pipeline_runs_link on pipeline_runs`,
    `drop trigger tr_image_candidates_link on image_candidates`,
    `drop function remember_deleted_photo()`,
    `drop function reopen_link_for_cluster()`,
    `drop function reopen_link_for_winner()`,
  ],
};
