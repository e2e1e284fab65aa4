import { freshDatabase, type FreshDatabase } from '@trellis/database/testing';
import { Client } from 'pg';
import { Migrator } from './migrator.ts';

describe('the migration that makes names of keys unique', () => {
  let database: FreshDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await freshDatabase({ empty: true });
    await Migrator.use(database.url, [], (migrator) => migrator.up('SealedAnswers'));
    client = new Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await client.end();
    await database.drop();
  });

  let second = 1_700_000_000;
  const add = (name: string, revoked = false) =>
    client.query(
      `insert into api_keys (id, name, role, hash, revoked_at, created_at)
       values (gen_random_uuid(), $1, 'admin', md5(random()::text) || md5(random()::text), $2, to_timestamp($3))`,
      [name, revoked ? new Date() : null, (second += 1)],
    );

  it('keeps the first name, corrects later and invisible ones, and leaves revoked keys', async () => {
    for (const name of ['admin', 'admin', 'ad\u200Bmin', '\u2060', 'x'.repeat(200), 'x'.repeat(200)]) await add(name);
    await add('admin', true);
    await client.query(
      `insert into audit_log (id, actor, action, subject_type, subject_id) values (gen_random_uuid(), 'a', 'b', 'c', 'd')`,
    );
    await Migrator.use(database.url, [], (migrator) => migrator.up());
    const { rows } = await client.query<{ name: string }>(
      `select regexp_replace(name, '[0-9a-f]{12}\\)$', 'id)') as name from api_keys order by created_at`,
    );
    expect(rows.map(({ name }) => name)).toEqual([
      'admin',
      'admin (id)',
      'admin (id)',
      'key',
      'x'.repeat(200),
      `${'x'.repeat(180)} (id)`,
      'admin',
    ]);
    expect((await client.query('select actor_id from audit_log')).rows).toEqual([{ actor_id: null }]);
  });
});
