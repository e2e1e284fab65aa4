import { useMigratedDatabase } from './migrated-database.spec-support.ts';

describe('the migration LegacyIds', () => {
  const database = useMigratedDatabase(async () => undefined);

  it('does not go back over ids that are not numbers, and keeps them', async () => {
    await database.migrator.up();
    await database.client.query(`insert into personas (id, name, legacy_source, legacy_id)
      values (gen_random_uuid(), 'harbor light', 'studio', '0b5c7a1e-4a51-4c6b-9e9a-0d4c2f1a7b11')`);
    await expect(database.migrator.down('LinksAfterUnposting')).rejects.toThrow('personas has rows with a legacy_id');
    expect((await database.client.query('select legacy_id from personas')).rows).toEqual([
      { legacy_id: '0b5c7a1e-4a51-4c6b-9e9a-0d4c2f1a7b11' },
    ]);
    for (const other of ['007', '-0', '9223372036854775808', '12345678901234567890', '1 ']) {
      await database.client.query('update personas set legacy_id = $1', [other]);
      await expect(database.migrator.down('LinksAfterUnposting')).rejects.toThrow('personas has rows with a legacy_id');
    }
    await database.client.query(`update personas set legacy_id = '9007199254740993'`);
    await database.migrator.down('LinksAfterUnposting');
    expect((await database.client.query('select legacy_id::text from personas')).rows).toEqual([
      { legacy_id: '9007199254740993' },
    ]);
  });
});
