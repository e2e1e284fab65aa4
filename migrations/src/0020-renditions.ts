import type { MigrationInterface, QueryRunner } from 'typeorm';

const KINDS = `'original', 'instagram', 'large', 'preview', 'thumb'`;

/** Pictures that may be posted, made of the originals. Existing photos wait for theirs. */
export class Renditions1767225600020 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // With a constant default no row is rewritten. Winners are made by a model; of uploads nothing is known.
    await runner.query(`
      alter table photos
        add column ai_generated boolean not null default true,
        add column alt_text text,
        add column starred boolean not null default false,
        add column held_by uuid,
        add column crop jsonb,
        add column rendition_version int not null default 1,
        add column render_attempts int not null default 0,
        add column recipe int,
        add column readiness text not null default 'preparing',
        add column readiness_reasons jsonb not null default '[]',
        add column shown_crop jsonb,
        add column loss_percent double precision,
        add column placeholder text`);
    await runner.query(`update photos set ai_generated = false where upload_sha256 is not null`);
    await runner.query(`alter table photos alter column ai_generated set default false`);
    await runner.query(`
      alter table photos
        add constraint ck_photos_alt_text check (char_length(alt_text) between 1 and 1000),
        add constraint ck_photos_rendition_version check (rendition_version >= 1 and render_attempts >= 0 and recipe >= 1),
        add constraint ck_photos_readiness check (readiness in ('preparing', 'ready', 'needs_crop', 'failed')),
        add constraint ck_photos_readiness_reasons check (
          jsonb_typeof(readiness_reasons) = 'array' and (readiness_reasons <> '[]' or readiness in ('preparing', 'ready')))`);
    await runner.query(`create index ix_photos_preparing on photos (updated_at) where readiness = 'preparing'`);
    await runner.query(`
      alter table photo_objects drop constraint ck_photo_objects_kind,
        add constraint ck_photo_objects_kind check (kind in (${KINDS}))`);
  }

  /** The renditions go; their originals stay. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      with gone as (delete from photo_objects where kind <> 'original' returning key)
      insert into object_tombstones (key, not_before, reason) select key, now() + interval '7 days', 'migrated_down' from gone`);
    // A table with checks that wait for the commit cannot be altered.
    await runner.query(`set constraints all immediate`);
    await runner.query(`
      alter table photo_objects drop constraint ck_photo_objects_kind,
        add constraint ck_photo_objects_kind check (kind in ('original'))`);
    await runner.query(`
      alter table photos drop column ai_generated, drop column alt_text, drop column starred,
        drop column held_by, drop column crop, drop column rendition_version,
        drop column render_attempts, drop column recipe, drop column readiness, drop column readiness_reasons,
        drop column shown_crop, drop column loss_percent, drop column placeholder`);
  }
}
