import { ApiKeys, SignInCodes } from '@trellis/access';
import { untilDeadline } from '@trellis/testing';
import { SignedIn } from '../support/session.spec-support.ts';
import { useApp } from '../support/use-app.spec-support.ts';

const SESSION = '/api/v1/session';

interface AuditEntry {
  actor: string;
  actorId: string | null;
  subjectId: string;
  data: Record<string, unknown>;
}

describe('sessions', () => {
  const app = useApp({ works: false });
  const newKey = (name: string, role: 'viewer' | 'admin' = 'admin') =>
    app.app.get(ApiKeys).create({ name, role }, 'test');
  const signIn = (body: object, headers: Record<string, string> = {}) =>
    app.raw('post', SESSION).set(headers).send(body);
  const audited = async (action: string) => {
    const rows = await app.dataSource.query<AuditEntry[]>(
      `select actor, actor_id as "actorId", subject_id as "subjectId", data from audit_log where action = $1 order by at, id`,
      [action],
    );
    return rows;
  };

  it('are opened with a key, and their cookie has every attribute', async () => {
    const key = await newKey('with cookie');
    const answer = await signIn({ key: key.key, by: ' Ada ' });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      name: 'with cookie',
      role: 'admin',
      keyId: key.id,
      by: 'Ada',
      expiresAt: expect.any(String),
    });
    const hours = (Date.parse((answer.body as { expiresAt: string }).expiresAt) - Date.now()) / 3_600_000;
    expect(hours).toBeCloseTo(12, 1);
    const [cookie = ''] = answer.headers['set-cookie'] as unknown as string[];
    expect(cookie).toMatch(/^trellis_session_\d+=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/);
    const token = /=([\w-]+);/.exec(cookie)?.[1];
    const stored = await app.dataSource.query<object[]>(`select * from sessions where key_id = $1`, [key.id]);
    expect(JSON.stringify(stored)).not.toContain(token);
    expect((await audited('session.opened')).at(-1)).toMatchObject({
      actor: 'key:with cookie (Ada)',
      data: { keyId: key.id, way: 'key', address: expect.any(String) },
    });
  });

  it('are not opened with a wrong key, a revoked key, both or neither, and say why', async () => {
    const key = await newKey('to revoke');
    const wrong = `${key.key.slice(0, -1)}${key.key.endsWith('A') ? 'B' : 'A'}`;
    expect((await signIn({ key: wrong })).body).toMatchObject({
      status: 401,
      detail: expect.stringMatching(/not a key/),
    });
    await app.app.get(ApiKeys).revoke(key.id, 'test');
    expect((await signIn({ key: key.key })).body).toMatchObject({
      status: 401,
      detail: expect.stringMatching(/revoked/),
    });
    expect((await signIn({})).status).toBe(400);
    expect((await signIn({ key: 'a', code: 'b' })).status).toBe(400);
    expect((await signIn({ key: app.key, by: 'x'.repeat(61) })).status).toBe(400);
    expect((await signIn({ key: app.key, by: 'a\u202eb' })).status).toBe(400);
    const refused = await audited('session.refused');
    expect(refused.map(({ subjectId, data }) => [subjectId, data['reason']])).toEqual([
      [key.id, 'key_wrong'],
      [key.id, 'key_revoked'],
    ]);
  });

  it('of a person are audited with the name, and know who they are', async () => {
    const browser = await SignedIn.as(app, 'admin', { name: 'team', by: 'Grace' });
    expect((await browser.call('get', '/session')).body).toMatchObject({ name: 'team', by: 'Grace', role: 'admin' });
    expect((await app.call('get', '/session')).body).toMatchObject({ name: 'tester', by: null, expiresAt: null });
    await browser.call('post', '/personas').send({ name: 'by Grace' });
    expect((await audited('persona.created')).at(-1)).toMatchObject({
      actor: 'key:team (Grace)',
      actorId: browser.keyId,
    });
  });

  it('end at sign-out, on request of an admin, with their key, and in time', async () => {
    const [first, second, third, fourth] = await Promise.all(
      ['one', 'two', 'three', 'four'].map((name) => SignedIn.as(app, 'admin', { name })),
    );
    if (!first || !second || !third || !fourth) throw new Error('four browsers');
    const ended = (browser: SignedIn) =>
      untilDeadline('the session to end', async () => (await browser.call('get', '/session')).status === 401);
    const out = await first.call('delete', '/session');
    expect([out.status, out.headers['clear-site-data']]).toEqual([204, '"cache"']);
    expect(out.headers['set-cookie']?.[0]).toMatch(/^trellis_session_\d+=; Max-Age=0|Expires=Thu, 01 Jan 1970/);
    expect((await first.call('get', '/session')).status).toBe(401);
    expect((await app.call('delete', `/sessions/${second.id}`)).status).toBe(204);
    expect((await app.call('delete', `/sessions/${second.id}`)).status).toBe(204);
    expect((await second.call('get', '/session')).status).toBe(401);
    await app.app.get(ApiKeys).revoke(third.keyId, 'test');
    await ended(third);
    await app.dataSource.query(`update sessions set expires_at = now() where id = $1`, [fourth.id]);
    await ended(fourth);
    const { items } = await app.ok<{ items: { id: string; endedAt: string | null }[] }>('get', '/sessions?limit=200');
    const endedAt = (id: string) => items.find((one) => one.id === id)?.endedAt;
    expect([first, second, third].map(({ id }) => typeof endedAt(id))).toEqual(['string', 'string', 'string']);
    expect((await app.call('delete', '/sessions/01890a5d-ac96-774b-bcce-b302099a8fff')).status).toBe(404);
  });

  it('take no token from before sign-in, and end the one of the same browser', async () => {
    const before = await SignedIn.as(app, 'viewer', { name: 'before' });
    const fixed = before.cookie.replace(/=.*/, `=${'f'.repeat(43)}`);
    const answer = await signIn({ key: app.key }, { Cookie: fixed });
    const [cookie = ''] = answer.headers['set-cookie'] as unknown as string[];
    expect(cookie).not.toContain('f'.repeat(43));
    expect((await app.raw('get', SESSION).set('Cookie', fixed)).status).toBe(401);
    await signIn({ key: app.key }, { Cookie: before.cookie });
    expect((await before.call('get', '/session')).status).toBe(401);
  });

  it('refuse an Idempotency-Key at sign-in', async () => {
    const browser = await SignedIn.as(app, 'viewer', { name: 'twice' });
    for (const Cookie of ['', browser.cookie]) {
      const answer = await signIn({ key: app.key }, { 'Idempotency-Key': 'a', Cookie });
      expect(answer.body).toMatchObject({ status: 400, code: 'validation_failed' });
    }
  });

  it('give way to a key in the same request', async () => {
    const browser = await SignedIn.as(app, 'viewer', { name: 'loses' });
    const headers = { Authorization: `Bearer ${app.key}` };
    expect((await browser.call('get', '/session', headers)).body).toMatchObject({ name: 'tester' });
    expect((await browser.call('get', '/session', { Authorization: 'Bearer no' })).status).toBe(401);
  });

  it('of a key share its Idempotency-Keys with it', async () => {
    const key = await newKey('shared', 'admin');
    const first = await app
      .raw('post', '/api/v1/personas')
      .set({ Authorization: `Bearer ${key.key}`, 'Idempotency-Key': 'shared' })
      .send({ name: 'once' });
    const cookie = ((await signIn({ key: key.key })).headers['set-cookie'] as unknown as string[])[0]?.split(';')[0];
    const again = await app
      .raw('post', '/api/v1/personas')
      .set({ Cookie: cookie ?? '', 'sec-fetch-site': 'same-origin', 'Idempotency-Key': 'shared' })
      .send({ name: 'once' });
    expect([again.status, again.headers['idempotency-replayed'], again.body]).toEqual([201, 'true', first.body]);
  });
});

describe('sessions from a link', () => {
  const app = useApp({ works: false });
  const signIn = (body: object, headers: Record<string, string> = {}) =>
    app.raw('post', SESSION).set(headers).send(body);
  const newCode = async (name: string) => {
    const key = await app.app.get(ApiKeys).create({ name, role: 'admin' }, 'test');
    return { code: await app.app.get(SignInCodes).create(key.id), keyId: key.id };
  };

  it('are opened once, also when the link is used many times at once', async () => {
    const { code, keyId } = await newCode('linked');
    const codes = app.app.get(SignInCodes);
    const used = await Promise.all(Array.from({ length: 8 }, () => codes.use(code)));
    expect(used.filter(Boolean)).toEqual([keyId]);
  });

  it('are not opened from elsewhere, nor after ten minutes', async () => {
    const { code } = await newCode('elsewhere');
    expect((await signIn({ code }, { 'X-Forwarded-For': '192.0.2.1' })).status).toBe(401);
    expect((await signIn({ code })).status).toBe(201);
    const late = await newCode('late');
    await app.dataSource.query(`update sign_in_codes set expires_at = now()`);
    expect((await signIn({ code: late.code })).body).toMatchObject({
      status: 401,
      detail: expect.stringContaining('trellis login-link'),
    });
  });
});

describe('sign-in', () => {
  const app = useApp({ works: false });

  it('is limited by address, and ends no session', async () => {
    const browser = await SignedIn.as(app, 'viewer');
    const statuses: number[] = [];
    for (let n = 0; n < 12; n += 1)
      statuses.push((await app.raw('post', SESSION).send({ key: 'trellis_wrong' })).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429]);
    expect((await browser.call('get', '/session')).status).toBe(200);
  });
});
