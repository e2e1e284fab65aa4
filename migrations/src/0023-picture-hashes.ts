import type { MigrationInterface, QueryRunner } from 'typeorm';

const HASHES = `add column picture_hash bit(63), add column mirror_hash bit(63)`;

/** What is known of a picture beside its file: how it looks while it loads, and hashes that find similar ones. */
export class PictureHashes1767225600023 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table image_candidates add column placeholder text, ${HASHES},
      add constraint ck_image_candidates_hashes check ((picture_hash is null) = (mirror_hash is null))`);
    await runner.query(`alter table photos ${HASHES},
      add constraint ck_photos_hashes check ((picture_hash is null) = (mirror_hash is null))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table image_candidates drop column placeholder, drop column picture_hash, drop column mirror_hash`,
    );
    await runner.query(`alter table photos drop column picture_hash, drop column mirror_hash`);
  }
}
