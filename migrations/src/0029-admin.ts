import type { MigrationInterface, QueryRunner } from 'typeorm';
import { adminViews } from './0029-admin.views.ts';

/** What people change with PATCH. */
const EDITED = ['personas', 'content_pillars', 'clusters', 'pipelines', 'pipeline_runs', 'photos'];
const NAMED = ['personas', 'clusters', 'pipeline_runs'];
const OF_A_PHOTO =
  'alt_text, ai_generated, starred, tag_words, crop, cluster_id, posted_at, provider, provider_post_id, updated_by';

/**
 * What the pages need: when and by whom something was changed last, names that contain a text, the time zone of a
 * persona, and views for one statement over several packs.
 */
export class Admin1767225600029 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of EDITED) await runner.query(`alter table ${table} add column updated_by text`);
    await runner.query(touched(`greatest(now(), old.updated_at + interval '1 millisecond')`));
    // Counts of a cluster, and what a worker does with a photo, are no changes by a person.
    await runner.query(`drop trigger tr_clusters_touch on clusters`);
    await runner.query(`
      create trigger tr_clusters_touch before update of name, status, ai_prompt, updated_by on clusters
      for each row execute function touch_updated_at()`);
    await runner.query(`alter table photos add column edited_at timestamptz(3) not null default now()`);
    await runner.query(`
      create function touch_edited_at() returns trigger language plpgsql as $$
      begin new.edited_at := greatest(now(), old.edited_at + interval '1 millisecond'); return new; end $$`);
    await runner.query(`
      create trigger tr_photos_edited before update of ${OF_A_PHOTO} on photos
      for each row execute function touch_edited_at()`);
    await runner.query(`create extension if not exists pg_trgm`);
    await runner.query(String.raw`
      create function fold_text(given text) returns text language sql immutable strict parallel safe as $$
      select lower(regexp_replace(normalize(given, nfkd), '[\u0300-\u036f]', '', 'g')) $$`);
    await runner.query(String.raw`
      create function containing(given text) returns text language sql immutable strict parallel safe as $$
      select '%' || regexp_replace(fold_text(given), '([\\%_])', '\\\1', 'g') || '%' $$`);
    for (const table of NAMED)
      await runner.query(`create index ix_${table}_name_parts on ${table} using gin (fold_text(name) gin_trgm_ops)`);
    await runner.query(`
      alter table personas add column time_zone text not null default 'UTC',
        add constraint ck_personas_time_zone check (time_zone ~ '^[A-Za-z][A-Za-z0-9_+/-]{0,63}$')`);
    for (const statement of adminViews.up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of adminViews.down) await runner.query(statement);
    await runner.query(`alter table personas drop column time_zone`);
    for (const table of NAMED) await runner.query(`drop index ix_${table}_name_parts`);
    await runner.query(`drop function containing(text)`);
    await runner.query(`drop function fold_text(text)`);
    await runner.query(WITHOUT_EXTENSION);
    await runner.query(`drop trigger tr_photos_edited on photos`);
    await runner.query(`drop function touch_edited_at()`);
    await runner.query(`alter table photos drop column edited_at`);
    await runner.query(`drop trigger tr_clusters_touch on clusters`);
    await runner.query(`
      create trigger tr_clusters_touch before update on clusters for each row execute function touch_updated_at()`);
    await runner.query(touched('now()'));
    for (const table of EDITED) await runner.query(`alter table ${table} drop column updated_by`);
  }
}

/** What another program uses, or another user has made, stays. */
const WITHOUT_EXTENSION = `
  do $$ begin
    if exists (select 1 from pg_extension e join pg_roles r on r.oid = e.extowner
      where e.extname = 'pg_trgm' and r.rolname = current_user) then
      drop extension pg_trgm;
    end if;
  exception when dependent_objects_still_exist then
    raise notice 'the extension pg_trgm stays: something else uses it';
  end $$`;

const touched = (at: string) => `
  create or replace function touch_updated_at() returns trigger language plpgsql as $$
  begin new.updated_at := ${at}; return new; end $$`;
