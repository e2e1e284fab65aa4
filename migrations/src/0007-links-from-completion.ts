import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Inserts the link at the completion of the run, not at the first attempt, so that a list of pending links includes
 * runs that no worker has touched. Runs completed before still wait for the sweeper.
 */
export class LinksFromCompletion1767225600007 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function open_link() returns trigger language plpgsql as $$
      begin
        insert into cluster_links (run_id, cluster_id, candidate_id)
        values (new.id, new.cluster_id, (select id from image_candidates where run_id = new.id and is_winner))
        on conflict do nothing;
        return null;
      end $$`);
    await runner.query(`
      create function reopen_link_for_unposting() returns trigger language plpgsql as $$
      begin
        -- What stood in the way of another winner does so no longer.
        update cluster_links set state = 'pending', reason = null, attempts = 0, last_error = null
        where photo_id = new.id and state = 'failed' and reason = 'photo_posted';
        return null;
      end $$`);
    await runner.query(`
      create trigger tr_photos_unposted after update of posted_at on photos
        for each row when (old.posted_at is not null and new.posted_at is null) execute function reopen_link_for_unposting()`);
    await runner.query(`
      create trigger tr_pipeline_runs_completed after update of status on pipeline_runs
        for each row when (new.status = 'completed' and old.status <> 'completed') execute function open_link()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop trigger tr_pipeline_runs_completed on pipeline_runs`);
    await runner.query(`drop function open_link()`);
    await runner.query(`drop trigger tr_photos_unposted on photos`);
    await runner.query(`drop function reopen_link_for_unposting()`);
  }
}
