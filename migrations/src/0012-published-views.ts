import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The read-only views that packs publish to the packs above them (docs/adr/0016). Columns are part of a pack's lid: a view may
 * get more of them, and loses none while a pack reads it.
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
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const view of ['pub_photos_photos', 'pub_pipeline_candidates', 'pub_pipeline_runs'])
      await runner.query(`drop view ${view}`);
  }
}
