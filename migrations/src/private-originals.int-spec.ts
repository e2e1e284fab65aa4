import { useUpgradedLibrary } from './migrated-database.spec-support.ts';

const PLACES = `
  select 'object' as what, store, key from photo_objects where key like '%original%'
  union all select 'tombstone', store, key from object_tombstones
  union all select 'link', intended_store, intended_key from cluster_links where intended_key is not null order by 1, 2, 3`;

describe('the migration PrivateOriginals', () => {
  const database = useUpgradedLibrary();

  it('leaves existing objects public', async () => {
    const { rows } = await database.client.query('select store, count(*)::int from photo_objects group by 1');
    expect(rows).toEqual([{ store: 'public', count: 11 }]);
  });

  it('goes back and comes again without losing the place of a private object', async () => {
    await database.client.query(`
      update photo_objects set store = 'private', key = 'originals/' || photo_id where photo_id = (select min(photo_id::text)::uuid from photo_objects);
      insert into object_tombstones (store, key, not_before, reason) values ('private', 'originals/gone', now(), 'test'), ('public', 'originals/gone', now(), 'test');
      insert into cluster_links (run_id, intended_store, intended_key)
        select id, 'private', 'originals/meant' from pipeline_runs where status = 'completed' limit 1
        on conflict (run_id) do update set intended_store = excluded.intended_store, intended_key = excluded.intended_key`);
    const before = (await database.client.query(PLACES)).rows;
    expect(before.map(({ what, store }) => `${what} ${store}`)).toEqual([
      'link private',
      'object private',
      'tombstone private',
      'tombstone public',
    ]);
    await database.migrator.down('Renditions');
    const { rows } = await database.client.query(`select key from object_tombstones order by key`);
    expect(rows).toEqual([{ key: 'originals/gone' }, { key: 'private:originals/gone' }]);
    await database.migrator.up();
    expect((await database.client.query(PLACES)).rows).toEqual(before);
  });

  it('keeps a key to one use in each store', async () => {
    const use = (store: string) =>
      database.client.query(
        `update photo_objects set store = $1, key = 'originals/once' where kind = 'original'
        and photo_id = (select min(photo_id::text)::uuid from photo_objects)`,
        [store],
      );
    await database.client.query(
      `insert into object_tombstones (store, key, not_before, reason) values ('private', 'originals/once', now(), 'test')`,
    );
    await expect(use('private')).rejects.toMatchObject({ constraint: 'uq_photo_objects_key' });
    await use('public');
  });
});
