import type { MigrationInterface, QueryRunner } from 'typeorm';

const INDEXES: readonly (readonly [name: string, on: string])[] = [
  ['ix_photos_posted', 'photos (created_at, id) where posted_at is not null'],
  ['ix_photos_persona_posted', 'photos (persona_id, created_at, id) where posted_at is not null'],
  ['ix_photos_cluster_posted', 'photos (cluster_id, created_at, id) where posted_at is not null'],
  ['ix_pipeline_runs_unclustered', 'pipeline_runs (created_at, id) where cluster_id is null'],
  ['ix_cluster_links_state_created', 'cluster_links (state, created_at, run_id)'],
];

/** Lists with these filters are read in their order, however long they are: nothing is sorted or skipped. */
export class ListIndexes1767225600018 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [name, on] of INDEXES) await runner.query(`create index ${name} on ${on}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name] of INDEXES) await runner.query(`drop index ${name}`);
  }
}
