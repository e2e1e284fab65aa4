import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A run's link exists from the moment of its completion, not from its first handling on: a list of what is pending shows
 * also what no worker has touched yet. Runs that were completed before keep waiting for the sweeper.
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
      create trigger tr_pipeline_runs_completed after update of status on pipeline_runs
        for each row when (new.status = 'completed' and old.status <> 'completed') execute function open_link()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop trigger tr_pipeline_runs_completed on pipeline_runs`);
    await runner.query(`drop function open_link()`);
  }
}
