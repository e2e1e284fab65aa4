import { useUpgradedLibrary } from './migrated-database.spec-support.ts';

const FOUND = `select count(*)::int as count from photos where search @@ plainto_tsquery('simple', search_words($1))`;

describe('the migration PhotoSearch', () => {
  const database = useUpgradedLibrary();
  const found = async (q: string) => (await database.client.query<{ count: number }>(FOUND, [q])).rows[0]?.count;

  it('finds existing photos by their file, tags and prompt, also after it was taken back', async () => {
    await database.migrator.down('ManagedPhotos');
    await database.client.query(`
      insert into photo_tags (photo_id, tag_key, tag, persona_id, photo_created_at)
        select id, 'sea', 'Sea', persona_id, created_at from photos order by id limit 2;
      update pipeline_runs set prompt = 'a Quince' where id = (
        select c.run_id from photos p join image_candidates c on c.id = p.image_candidate_id order by p.id limit 1)`);
    await database.migrator.up();
    expect([await found('sea'), await found('QUINCE'), await found('nothing')]).toEqual([2, 1, 0]);
    const { rows } = await database.client.query(`select path from photos where search_text = ''`);
    expect(rows).toEqual([]);
  });
});
