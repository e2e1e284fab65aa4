import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { RunningApp } from '../support/running-app.spec-support.ts';
import { useApp } from '../support/use-app.spec-support.ts';

const UNKNOWN = '01890a5d-ac96-774b-bcce-b302099a8fff';

describe('a request that may not be made', () => {
  const app = useApp({ works: false });
  let viewer: string;
  beforeAll(async () => {
    ({ key: viewer } = await app.ok<{ key: string }>('post', '/keys', { name: 'viewer', role: 'viewer' }));
  });

  /** Sends the head alone, and no byte of the body. */
  const head = (path: string, key?: string): Promise<{ status: number; code: string }> =>
    new Promise((resolve, reject) => {
      const { port } = app.app.getHttpServer().address() as AddressInfo;
      const authorization = key && { authorization: `Bearer ${key}` };
      const headers = { 'content-type': 'application/json', 'content-length': '1000000', ...authorization };
      const request = httpRequest({ port, host: '127.0.0.1', method: 'POST', path, headers });
      request.on('error', reject).on('response', (answer) => {
        let text = '';
        answer
          .on('data', (piece) => (text += String(piece)))
          .on('end', () => {
            resolve({ status: answer.statusCode ?? 0, code: (JSON.parse(text) as { code: string }).code });
            request.destroy();
          });
      });
      request.flushHeaders();
    });

  it.each([
    ['without a key', '/api/v1/personas', () => undefined, 401, 'unauthenticated'],
    [
      'with a wrong key',
      '/api/v1/personas',
      () => `trellis_${'0'.repeat(32)}_${'A'.repeat(43)}`,
      401,
      'unauthenticated',
    ],
    ['with a role that is too low', '/api/v1/personas', () => viewer, 403, 'forbidden'],
    ['with a role that is too low, by upload', `/api/v1/runs/${UNKNOWN}/candidates`, () => viewer, 403, 'forbidden'],
    ['to an unknown route of the API', '/api/v1/nothing', () => undefined, 404, 'route_not_found'],
    ['to an unknown route', '/nothing', () => undefined, 404, 'route_not_found'],
  ])('%s is refused before its body is read', async (_what, path, key, status, code) => {
    expect(await head(path, key())).toEqual({ status, code });
  });
});

describe('a key that is revoked while its body is on the way', () => {
  const app = useApp({ works: false });

  it('is refused when the body has arrived', async () => {
    const { id, key } = await app.ok<{ id: string; key: string }>('post', '/keys', { name: 'admin', role: 'admin' });
    const { port } = app.app.getHttpServer().address() as AddressInfo;
    const body = JSON.stringify({ name: 'too late', role: 'admin' });
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'content-length': body.length,
    };
    const request = httpRequest({ port, host: '127.0.0.1', method: 'POST', path: '/api/v1/keys', headers });
    const status = new Promise<number>((resolve) =>
      request.on('response', (answer) => resolve(answer.resume().statusCode ?? 0)),
    );
    request.write(body.slice(0, 5));
    await app.call('delete', `/keys/${id}`);
    request.end(body.slice(5));
    expect(await status).toBe(401);
  });
});

describe('a body of an allowed request', () => {
  const app = useApp({ works: false });

  it('has at most 50,000 values', async () => {
    const variables = { list: Array.from({ length: 50_000 }, () => 0) };
    const { body } = await app.call('post', '/runs', { pipelineId: UNKNOWN, variables });
    expect(body).toMatchObject({ status: 400, errors: [{ path: 'body', message: 'has more than 50000 values' }] });
  });

  it('is refused in few words, whatever it holds', async () => {
    const unknown = Object.fromEntries(Array.from({ length: 40_000 }, (_, i) => [`field${i}`, 1]));
    const { body, text } = await app.call('post', '/personas', { name: 'x', ...unknown });
    expect((body as { errors: unknown[] }).errors).toHaveLength(20);
    expect((body as { detail: string }).detail.length).toBeLessThanOrEqual(500);
    expect(text.length).toBeLessThan(4_000);
  });
});

describe('guesses at a key', () => {
  it('never refuse the key, and count by the key, whatever address they come from', async () => {
    const env = { RATE_LIMIT_PER_MINUTE: '40', TRUST_PROXY: 'true' };
    const app = await RunningApp.start({ works: false, env });
    const guess = app.key.slice(0, -43) + 'A'.repeat(43);
    const as = async (key: string, address: string) => {
      const request = app.raw('get', '/api/v1/personas').set('Authorization', `Bearer ${key}`);
      return (await request.set('X-Forwarded-For', address)).status;
    };
    const guesses: number[] = [];
    for (let i = 0; i < 8; i += 1) guesses.push(await as(guess, `192.0.2.${i}`));
    expect(guesses).toEqual([401, 401, 401, 401, 429, 429, 429, 429]);
    const noted = await app.dataSource.query(`select actor, data from audit_log where action = 'key.guessed'`);
    expect(noted).toEqual([{ actor: 'unknown', data: { address: '192.0.2.0' } }]);
    for (let i = 0; i < 60; i += 1) await as(`trellis_${String(i).padStart(32, '0')}_${'A'.repeat(43)}`, '192.0.2.9');
    const { key } = await app.ok<{ key: string }>('post', '/keys', { name: 'new', role: 'viewer' });
    expect([await as(app.key, '192.0.2.9'), await as(key, '192.0.2.9')]).toEqual([200, 200]);
    await app.stop();
  });

  it('count for all addresses of an IPv6 network together', async () => {
    const env = { RATE_LIMIT_PER_MINUTE: '40', TRUST_PROXY: 'true' };
    const app = await RunningApp.start({ works: false, env });
    const from = async (address: string) =>
      (await app.raw('get', '/api/v1/personas').set('X-Forwarded-For', address)).status;
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1) statuses.push(await from(`2001:db8:1:2::${i}`));
    expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
    expect(await from('2001:db8:1:3::1')).toBe(401);
    await app.stop();
  });
});
