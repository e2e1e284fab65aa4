import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import { useApp } from '../support/use-app.spec-support.ts';

describe('a kept answer', () => {
  const app = useApp({ works: false });
  const call = (method: 'post', path: string, body: object, key: string) =>
    app.call(method, path, body).set('Idempotency-Key', key);

  it('seals only an answer that holds a secret', async () => {
    const first = await call('post', '/keys', { name: 'shown once', role: 'viewer' }, 'k10');
    const again = await call('post', '/keys', { name: 'shown once', role: 'viewer' }, 'k10');
    expect(again.text).toBe(first.text);
    const persona = await call('post', '/personas', { name: 'no secret' }, 'k10');
    const rows = await app.dataSource.query<{ path: string; sealing: string; answer: Buffer }[]>(
      `select path, sealing, answer from idempotency_keys where key = 'k10' order by path`,
    );
    expect(rows.map(({ path, sealing }) => [path, sealing])).toEqual([
      ['/api/v1/keys', 'master'],
      ['/api/v1/personas', 'none'],
    ]);
    expect(rows[0]?.answer.toString('latin1')).not.toContain(first.body.key.slice(0, 20));
    expect(rows[1]?.answer.toString('utf8')).toBe(persona.text);
  });

  it('repeats an answer that an earlier release has sealed with the key of its holder', async () => {
    const made = await call('post', '/personas', { name: 'of before' }, 'k10b');
    const iv = randomBytes(12);
    const secret = createHash('sha256').update(`idempotency ${app.key}`).digest();
    const cipher = createCipheriv('aes-256-gcm', secret, iv);
    const text = Buffer.concat([cipher.update(made.text), cipher.final()]);
    await app.dataSource.query(`update idempotency_keys set sealing = 'holder', answer = $1 where key = 'k10b'`, [
      Buffer.concat([iv, cipher.getAuthTag(), text]),
    ]);
    expect((await call('post', '/personas', { name: 'of before' }, 'k10b')).text).toBe(made.text);
  });
});

describe('kept answers of one key', () => {
  const app = useApp({ works: false });

  it('have an end; repetitions, other keys and requests without the header go on', async () => {
    const create = (name: string, key: string) => app.call('post', '/personas', { name }).set('Idempotency-Key', key);
    await app.dataSource.query(
      `insert into idempotency_keys (holder_id, method, path, key, body_sha256, status, answer, sealing)
       select id, 'POST', '/x', n::text, 'x', 201, ''::bytea, 'none' from api_keys, generate_series(1, 99999) n`,
    );
    const other = await app.ok<{ key: string }>('post', '/keys', { name: 'other', role: 'operator' });
    expect((await create('kept', 'a')).status).toBe(201);
    const refused = await create('more', 'b');
    expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited']);
    expect((await create('kept', 'a')).headers['idempotency-replayed']).toBe('true');
    expect((await app.call('post', '/personas', { name: 'more' })).status).toBe(201);
    expect((await create('third', 'c').set('Authorization', `Bearer ${other.key}`)).status).toBe(201);
  });
});

describe('a server without a key for secrets', () => {
  const app = useApp({ works: false, env: { DATABASE_URL: 'postgres://elsewhere/trellis' } });

  it('refuses to keep an answer with a secret, creates nothing, and says what to set', async () => {
    const create = () => app.call('post', '/keys', { name: 'shown once', role: 'viewer' });
    const refused = await create().set('Idempotency-Key', 'a');
    expect([refused.status, refused.body.code]).toEqual([422, 'secrets_key_missing']);
    expect(refused.body.detail).toContain('SECRETS_KEY');
    expect((await create()).status).toBe(201);
    expect((await app.call('post', '/personas', { name: 'p' }).set('Idempotency-Key', 'a')).status).toBe(201);
  });
});
