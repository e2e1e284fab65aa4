import { DataSource } from 'typeorm';
import { AuditEntryEntity, Database, postgresOptions } from '@trellis/database';
import { freshDatabase, type FreshDatabase } from '@trellis/database/testing';
import { untilDeadline } from '@trellis/kernel';
import { ApiKeyEntity } from './api-key.entity.ts';
import { ApiKeys } from './api-keys.service.ts';

describe('API keys', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;
  let keys: ApiKeys;

  beforeAll(async () => {
    database = await freshDatabase();
    const entities = [ApiKeyEntity, AuditEntryEntity];
    dataSource = await new DataSource({ ...postgresOptions(database.url), entities }).initialize();
    keys = new ApiKeys(new Database(dataSource));
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('have 256 random bits, and are stored only as a hash', async () => {
    const made = await keys.create({ name: 'frontend', role: 'operator' }, 'test');
    const secret = made.key.slice('trellis_'.length + 33);
    expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
    const stored = JSON.stringify(await dataSource.query('select * from api_keys'));
    expect(stored).not.toContain(secret);
    expect(await keys.verify(made.key)).toMatchObject({ id: made.id, name: 'frontend', role: 'operator' });
  });

  it('are refused when one letter differs, or the format is wrong', async () => {
    const { key } = await keys.create({ name: 'x 1', role: 'admin' }, 'test');
    const altered = key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A');
    for (const wrong of [altered, '', 'nonsense', key.toUpperCase()]) expect(await keys.verify(wrong)).toBeUndefined();
  });

  it('are refused by every process within a second after they are revoked', async () => {
    const { id, key } = await keys.create({ name: 'x 2', role: 'admin' }, 'test');
    const elsewhere = new ApiKeys(new Database(dataSource));
    expect(await elsewhere.verify(key)).toBeDefined();
    await keys.revoke(id, 'test');
    expect(await keys.verify(key)).toBeUndefined();
    await untilDeadline('the other process to notice', async () => !(await elsewhere.verify(key)), { seconds: 1 });
  });

  it('write their last use at most once a minute', async () => {
    const { id, key } = await keys.create({ name: 'x 3', role: 'admin' }, 'test');
    const lastUse = async () => (await dataSource.manager.findOneByOrFail(ApiKeyEntity, { id })).lastUsedAt?.getTime();
    await new ApiKeys(new Database(dataSource)).verify(key);
    const first = await lastUse();
    await new ApiKeys(new Database(dataSource)).verify(key);
    expect(await lastUse()).toBe(first);
    await dataSource.query(`update api_keys set last_used_at = now() - interval '61 seconds' where id = $1`, [id]);
    await new ApiKeys(new Database(dataSource)).verify(key);
    expect(await lastUse()).toBeGreaterThanOrEqual(first as number);
  });

  it('are in the audit log with who created and revoked them', async () => {
    const { id } = await keys.create({ name: 'x 4', role: 'viewer' }, 'key:boss');
    await keys.revoke(id, 'key:boss');
    await keys.revoke(id, 'key:boss');
    const rows = await dataSource.query(`select actor, action from audit_log where subject_id = $1 order by at, id`, [
      id,
    ]);
    expect(rows).toEqual([
      { actor: 'key:boss', action: 'key.created' },
      { actor: 'key:boss', action: 'key.revoked' },
    ]);
  });
});
