import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds photos by the bytes of their originals, so that an import makes no photo twice. */
export class OriginalHashes1767225600026 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index ix_photo_objects_original on photo_objects (sha256) where kind = 'original'`);
    await runner.query(`alter table backfill_changes drop constraint ck_backfill_changes_change`);
    await runner.query(changes(`'cluster.create', 'run.update', 'run.link', 'photo.create'`));
  }

  async down(runner: QueryRunner): Promise<void> {
    // Photos stay; only their plans cannot be reverted any more.
    await runner.query(`delete from backfill_changes where change = 'photo.create'`);
    await runner.query(`alter table backfill_changes drop constraint ck_backfill_changes_change`);
    await runner.query(changes(`'cluster.create', 'run.update', 'run.link'`));
    await runner.query(`drop index ix_photo_objects_original`);
  }
}

const changes = (names: string) =>
  `alter table backfill_changes add constraint ck_backfill_changes_change check (change in (${names}))`;
