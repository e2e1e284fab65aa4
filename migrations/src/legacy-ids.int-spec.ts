import { Client } from 'pg';
import { freshDatabase, type FreshDatabase } from '@trellis/database/testing';
import { Migrator } from './index.ts';

describe('the migration LegacyIds', () => {
  let database: FreshDatabase;
  let migrator: Migrator;
  let client: Client;

  beforeAll(async () => {
    database = await freshDatabase({ empty: true });
    migrator = await Migrator.connect(database.url, []);
    client = new Client({ connectionString: database.url });
    await client.connect();
  });

  afterAll(async () => {
    await client.end();
    await migrator.close();
    await database.drop();
  });

  it('does not go back over ids that are not numbers, and keeps them', async () => {
    await migrator.up();
    await client.query(`insert into personas (id, name, legacy_source, legacy_id)
      values (gen_random_uuid(), 'harbor light', 'studio', '0b5c7a1e-4a51-4c6b-9e9a-0d4c2f1a7b11')`);
    await expect(migrator.down('LinksAfterUnposting')).rejects.toThrow('personas has rows with a legacy_id');
    expect((await client.query('select legacy_id from personas')).rows).toEqual([
      { legacy_id: '0b5c7a1e-4a51-4c6b-9e9a-0d4c2f1a7b11' },
    ]);
    for (const other of ['007', '-0', '9223372036854775808', '12345678901234567890', '1 ']) {
      await client.query('update personas set legacy_id = $1', [other]);
      await expect(migrator.down('LinksAfterUnposting')).rejects.toThrow('personas has rows with a legacy_id');
    }
    await client.query(`update personas set legacy_id = '9007199254740993'`);
    await migrator.down('LinksAfterUnposting');
    expect((await client.query('select legacy_id::text from personas')).rows).toEqual([
      { legacy_id: '9007199254740993' },
    ]);
  });
});
