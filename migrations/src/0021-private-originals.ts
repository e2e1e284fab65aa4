import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables with places of objects, and their columns. */
const PLACES = [
  ['photo_objects', 'store', 'key'],
  ['object_tombstones', 'store', 'key'],
  ['cluster_links', 'intended_store', 'intended_key'],
] as const;

/** Before this release a key had no store. Going back, one that is not public is written with it, and nothing is lost. */
const PRIVATE = 'private:';

/** Each object is in the public or in the private store. Everything that exists is in the public one. */
export class PrivateOriginals1767225600021 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // A constant default rewrites no row. It stays, because processes of the former release may still insert.
    for (const table of ['photo_objects', 'object_tombstones'])
      await runner.query(`alter table ${table} add column store text not null default 'public',
        add constraint ck_${table}_store check (store in ('public', 'private'))`);
    await runner.query(`alter table cluster_links add column intended_store text,
      add constraint ck_cluster_links_intended_store check (intended_store in ('public', 'private'))`);
    await runner.query(`alter table photo_objects drop constraint uq_photo_objects_key,
      add constraint uq_photo_objects_key unique (store, key)`);
    await runner.query(`alter table object_tombstones drop constraint pk_object_tombstones,
      add constraint pk_object_tombstones primary key (store, key)`);
    for (const [table, store, key] of PLACES)
      await runner.query(`update ${table} set ${store} = 'private', ${key} = substr(${key}, ${PRIVATE.length + 1})
        where ${key} like '${PRIVATE}%'`);
    await runner.query(keepObjectKey(`store = new.store and key = new.key`));
    await runner.query(`drop trigger tr_photo_objects_key on photo_objects`);
    await runner.query(`create trigger tr_photo_objects_key before insert or update of store, key on photo_objects
      for each row execute function keep_object_key()`);
    await runner.query(buryIntendedKey('store, key', `coalesce(old.intended_store, 'public'), old.intended_key`));
  }

  /** The former release cannot read private originals. Its doctor reports them as missing until this runs again. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop trigger tr_photo_objects_key on photo_objects`);
    for (const [table, store, key] of PLACES)
      await runner.query(`update ${table} set ${key} = '${PRIVATE}' || ${key} where ${store} = 'private'`);
    // A table with checks that wait for the commit cannot be altered.
    await runner.query(`set constraints all immediate`);
    await runner.query(`alter table photo_objects drop constraint uq_photo_objects_key,
      add constraint uq_photo_objects_key unique (key)`);
    await runner.query(`alter table object_tombstones drop constraint pk_object_tombstones,
      add constraint pk_object_tombstones primary key (key)`);
    for (const [table, store] of PLACES) await runner.query(`alter table ${table} drop column ${store}`);
    await runner.query(keepObjectKey(`key = new.key`));
    await runner.query(`create trigger tr_photo_objects_key before insert or update of key on photo_objects
      for each row execute function keep_object_key()`);
    await runner.query(buryIntendedKey('key', 'old.intended_key'));
  }
}

const keepObjectKey = (same: string) => `
   create or replace function keep_object_key() returns trigger language plpgsql as $$
   begin
     if exists (select 1 from object_tombstones where ${same}) then
       raise exception 'a key is never used again'
         using errcode = 'unique_violation', constraint = 'uq_photo_objects_key';
     end if;
     return new;
   end $$`;

const buryIntendedKey = (columns: string, values: string) => `
     create or replace function bury_intended_key() returns trigger language plpgsql as $$
     begin
       -- The run was deleted while its winner was on its way to the store.
       insert into object_tombstones (${columns}, not_before, reason)
       values (${values}, now() + interval '7 days', 'run_deleted') on conflict do nothing;
       return old;
     end $$`;
