import type { MigrationInterface, QueryRunner } from 'typeorm';
import { legacyColumns, legacyUnique, timestamps, touchTrigger } from './sql.ts';

/** Photos, their objects in the store, and the tombstones of keys. */
export class Photos1767225600005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...tables, ...indexes, ...rules]) await runner.query(statement);
    for (const table of ['photos', 'photo_objects', 'object_tombstones']) await runner.query(touchTrigger(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['object_tombstones', 'photo_objects', 'photos']) await runner.query(`drop table ${table}`);
    await runner.query(`drop function require_original()`);
    await runner.query(`drop function keep_posted_photo()`);
    await runner.query(`drop function keep_object_key()`);
  }
}

const tables = [
  `create table photos (
    id uuid constraint pk_photos primary key,
    persona_id uuid not null constraint fk_photos_persona references personas (id) on delete restrict,
    image_candidate_id uuid constraint fk_photos_image_candidate references image_candidates (id) on delete set null,
    path text not null,
    upload_sha256 text,
    posted_at timestamptz(3),
    provider text,
    provider_post_id text,
    ${legacyColumns},
    ${timestamps},
    constraint uq_photos_image_candidate unique (image_candidate_id),
    constraint ck_photos_path check (char_length(path) between 1 and 4096),
    constraint ck_photos_upload check (
      upload_sha256 is null or (upload_sha256 ~ '^[0-9a-f]{64}$' and image_candidate_id is null)),
    constraint ck_photos_posting check (posted_at is not null or (provider is null and provider_post_id is null)),
    ${legacyUnique('photos')})`,
  `create table photo_objects (
    photo_id uuid not null constraint fk_photo_objects_photo references photos (id) on delete cascade,
    kind text not null,
    key text not null,
    content_type text not null,
    byte_size bigint not null,
    sha256 text not null,
    width int not null,
    height int not null,
    ${timestamps},
    constraint pk_photo_objects primary key (photo_id, kind),
    constraint uq_photo_objects_key unique (key),
    constraint ck_photo_objects_kind check (kind in ('original')),
    constraint ck_photo_objects_key check (char_length(key) between 1 and 1024),
    constraint ck_photo_objects_content_type check (content_type in ('image/png', 'image/jpeg', 'image/webp')),
    constraint ck_photo_objects_facts check (byte_size > 0 and width > 0 and height > 0 and sha256 ~ '^[0-9a-f]{64}$'))`,
  `create table object_tombstones (
    key text constraint pk_object_tombstones primary key,
    not_before timestamptz(3) not null,
    reason text not null,
    ${timestamps})`,
];

const indexes = [
  `create index ix_photos_created on photos (created_at, id)`,
  `create index ix_photos_persona on photos (persona_id, created_at, id)`,
  `create index ix_photos_unposted on photos (created_at, id) where posted_at is null`,
  `create index ix_object_tombstones_not_before on object_tombstones (not_before)`,
];

const rules = [
  `create function keep_posted_photo() returns trigger language plpgsql as $$
   begin
     raise exception 'a posted photo stays'
       using errcode = 'check_violation', constraint = 'ck_photos_posted_stays';
   end $$`,
  `create trigger tr_photos_posted_stays before delete on photos
     for each row when (old.posted_at is not null) execute function keep_posted_photo()`,
  `create function require_original() returns trigger language plpgsql as $$
   declare photo uuid := case when tg_table_name = 'photos' then (to_jsonb(new)->>'id')::uuid else (to_jsonb(old)->>'photo_id')::uuid end;
   begin
     if exists (select 1 from photos where id = photo)
       and not exists (select 1 from photo_objects where photo_id = photo and kind = 'original') then
       raise exception 'a photo without its original'
         using errcode = 'check_violation', constraint = 'ck_photos_original';
     end if;
     return null;
   end $$`,
  `create constraint trigger tr_photos_original after insert on photos
     deferrable initially deferred for each row execute function require_original()`,
  `create constraint trigger tr_photo_objects_original after delete or update of photo_id, kind on photo_objects
     deferrable initially deferred for each row execute function require_original()`,
  `create function keep_object_key() returns trigger language plpgsql as $$
   begin
     if exists (select 1 from object_tombstones where key = new.key) then
       raise exception 'a key is never used again'
         using errcode = 'unique_violation', constraint = 'uq_photo_objects_key';
     end if;
     return new;
   end $$`,
  `create trigger tr_photo_objects_key before insert or update of key on photo_objects
     for each row execute function keep_object_key()`,
];
