import { useUpgradedLibrary } from './migrated-database.spec-support.ts';

const UPLOAD = `
  begin;
  insert into photos (id, persona_id, path, upload_sha256) select gen_random_uuid(), id, 'uploads/x', repeat('1', 64) from personas;
  insert into photo_objects (photo_id, kind, key, content_type, byte_size, sha256, width, height)
    select id, 'original', 'photos/' || id, 'image/png', 1, repeat('1', 64), 1, 1 from photos where upload_sha256 is not null;
  commit`;

describe('the migration Renditions', () => {
  const database = useUpgradedLibrary(UPLOAD);

  it('lets existing photos wait for their renditions, and knows which were made by a model', async () => {
    const { rows } = await database.client.query(
      `select readiness, ai_generated, upload_sha256 is null as winner, count(*)::int from photos group by 1, 2, 3 order by 4`,
    );
    expect(rows).toEqual([
      { readiness: 'preparing', ai_generated: false, winner: false, count: 1 },
      { readiness: 'preparing', ai_generated: true, winner: true, count: 11 },
    ]);
  });

  it('goes back: the rows of renditions go, and their keys are tombstoned', async () => {
    await database.client.query(`
      insert into photo_objects (photo_id, kind, key, content_type, byte_size, sha256, width, height)
        select id, 'thumb', 'renditions/' || id, 'image/webp', 1, repeat('2', 64), 1, 1 from photos`);
    await database.migrator.down('KeptCounts');
    const { rows } = await database.client.query(`
      select (select count(*)::int from photo_objects) as objects, (select count(*)::int from photos) as photos,
        (select count(*)::int from object_tombstones where key like 'renditions/%' and not_before > now() + interval '6 days') as tombstones`);
    expect(rows).toEqual([{ objects: 12, photos: 12, tombstones: 12 }]);
    await database.migrator.up();
  });
});
