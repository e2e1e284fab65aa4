import { useApp } from '../support/use-app.spec-support.ts';

describe('the name of a key', () => {
  const app = useApp({ works: false });
  const create = (name: string) => app.call('post', '/keys', { name, role: 'viewer' });

  it('is unique among living keys, and free again when its key is revoked', async () => {
    const first = await create('frontend');
    const second = await create(' frontend ');
    expect([second.status, second.body.code]).toEqual([409, 'name_taken']);
    await app.ok('delete', `/keys/${first.body.id}`);
    expect((await create('frontend')).status).toBe(201);
  });

  it('is unique although many ask for it at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => create('raced')));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
  });

  it.each([
    ['a zero-width space', 'front\u200Bend'],
    ['a direction mark', '\u202Efrontend'],
    ['a soft hyphen', 'front\u00ADend'],
    ['a tag', 'frontend\u{E0041}'],
    ['a byte order mark inside', 'front\uFEFFend'],
  ])('has no %s', async (_what, name) => {
    const { status, body } = await create(name);
    expect([status, body.errors]).toEqual([400, [{ path: 'name', message: 'must not contain invisible characters' }]]);
  });

  it('is guarded by the database too', async () => {
    const insert = `insert into api_keys (id, name, role, hash) values (gen_random_uuid(), $1, 'viewer', md5($1) || md5($1))`;
    for (const name of ['a\u200Bb', 'a\u2066b', 'a\u{E0061}b', 'a\u061Cb'])
      await expect(app.dataSource.query(insert, [name])).rejects.toThrow('ck_api_keys_name_visible');
    await app.dataSource.query(insert, ['👩🏽 ünïcode']);
    await expect(app.dataSource.query(insert, ['tester'])).rejects.toThrow('uq_api_keys_name_living');
  });
});
