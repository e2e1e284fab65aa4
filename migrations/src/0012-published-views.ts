import type { MigrationInterface, QueryRunner } from 'typeorm';

const VIEWS = ['pub_photos_photos', 'pub_pipeline_candidates', 'pub_pipeline_runs'];

/**
 * The read-only views that packs publish to the packs above them (docs/adr/0016). Columns are part of a pack's lid: a
 * view may gain columns, and loses none while a pack reads it.
 */
export class PublishedViews1767225600012 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create view pub_pipeline_runs as
        select id, pipeline_id, persona_id, cluster_id, name, status, completed_at, created_at, updated_at
        from pipeline_runs`);
    await runner.query(`
      create view pub_pipeline_candidates as
        select id, run_id, step_id, parent_id, status, is_winner, created_at from image_candidates`);
    await runner.query(`
      create view pub_photos_photos as
        select id, persona_id, cluster_id, image_candidate_id as candidate_id, posted_at, created_at from photos`);
    // PostgreSQL would allow writes through a view of one table and bypass the rules of the owning pack.
    await runner.query(`
      create function refuse_view_write() returns trigger language plpgsql as $$
      begin
        raise exception 'the view % is read-only', tg_table_name using errcode = '55000', constraint = 'views_are_read_only';
      end $$`);
    for (const view of VIEWS)
      await runner.query(`
        create trigger tr_${view}_read_only instead of insert or update or delete on ${view}
        for each row execute function refuse_view_write()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const view of VIEWS) await runner.query(`drop view ${view}`);
    await runner.query('drop function refuse_view_write');
  }
}
