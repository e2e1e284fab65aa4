import type { MigrationInterface, QueryRunner } from 'typeorm';

const FREE = 'held_by is null and posted_at is null';

/** Partial and composed indexes of the filters of photos, for all photos and for those of a persona. */
const INDEXES: readonly [name: string, columns: string, where?: string][] = [
  ['ix_photos_readiness', 'readiness, created_at, id'],
  ['ix_photos_persona_readiness', 'persona_id, readiness, created_at, id'],
  ['ix_photos_starred', 'created_at, id', 'starred'],
  ['ix_photos_persona_starred', 'persona_id, created_at, id', 'starred'],
  ['ix_photos_held', 'created_at, id', 'held_by is not null'],
  ['ix_photos_persona_held', 'persona_id, created_at, id', 'held_by is not null'],
  ['ix_photos_unposted_first', '(posted_at is null), created_at, id'],
  ['ix_photos_persona_unposted_first', 'persona_id, (posted_at is null), created_at, id'],
  ['ix_photos_free', 'created_at, id', FREE],
  ['ix_photos_persona_free', 'persona_id, created_at, id', FREE],
];

/** Tags, and the indexes of the filters of photos. */
export class ManagedPhotos1767225600024 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Persona and time of the photo, which never change, so that one index has the photos of a tag in their order.
    await runner.query(`create table photo_tags (
      photo_id uuid not null constraint fk_photo_tags_photo references photos (id) on delete cascade,
      tag_key text not null,
      tag text not null,
      persona_id uuid not null,
      photo_created_at timestamptz(3) not null,
      constraint pk_photo_tags primary key (photo_id, tag_key),
      constraint ck_photo_tags_tag check (char_length(tag) between 1 and 50 and char_length(tag_key) between 1 and 150))`);
    await runner.query(`create index ix_photo_tags_key on photo_tags (tag_key, photo_created_at, photo_id)`);
    await runner.query(
      `create index ix_photo_tags_persona_key on photo_tags (persona_id, tag_key, photo_created_at, photo_id)`,
    );
    for (const [name, columns, where] of INDEXES)
      await runner.query(`create index ${name} on photos (${columns})${where ? ` where ${where}` : ''}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table photo_tags`);
    for (const [name] of INDEXES) await runner.query(`drop index ${name}`);
  }
}
