import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { aPng } from '@trellis/testing';
import { RunningApp } from '../support/running-app.spec-support.ts';
import { useApp } from '../support/use-app.spec-support.ts';

describe('limits on requests', () => {
  const app = useApp({ works: false, env: { RATE_LIMIT_PER_MINUTE: '40' } });

  it('count each key separately, and an address without a key at a tenth', async () => {
    const { key } = await app.ok<{ key: string }>('post', '/keys', { name: 'other', role: 'viewer' });
    const as = async (holder?: string) => {
      const request = app.raw('get', '/api/v1/personas');
      return holder ? request.set('Authorization', `Bearer ${holder}`) : request;
    };
    const statuses = async (holder: string | undefined, times: number) => {
      const all: number[] = [];
      for (let i = 0; i < times; i += 1) all.push((await as(holder)).status);
      return all;
    };
    expect(await statuses('nonsense', 5)).toEqual([401, 401, 401, 401, 429]);
    expect(await statuses(key, 41)).toEqual([...Array<number>(40).fill(200), 429]);
    expect((await as(app.key)).status).toBe(200);
    const refused = await as(key);
    expect(refused.body).toMatchObject({ code: 'rate_limited', status: 429, type: 'urn:trellis:problem:rate_limited' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused.headers['content-type']).toContain('application/problem+json');
  });

  it('count one route under every spelling of its path', async () => {
    const { key } = await app.ok<{ key: string }>('post', '/keys', { name: 'speller', role: 'viewer' });
    const { port } = app.app.getHttpServer().address() as { port: number };
    const spellings = ['/%61pi/v1/personas', '/api/v1/personas', `http://127.0.0.1:${port}/api/v1/personas`];
    const statuses: number[] = [];
    for (let i = 0; i < 45; i += 1) statuses.push(await statusOf(port, spellings[i % 3] as string, key));
    expect(statuses.filter((status) => status === 200)).toHaveLength(40);
    expect(statuses.slice(40)).toEqual([429, 429, 429, 429, 429]);
  });

  it('count documentation, media and metrics by address, ten times as generously', async () => {
    const visitor = await RunningApp.start({ works: false, env: { RATE_LIMIT_PER_MINUTE: '3' } });
    const statuses: number[] = [];
    for (let i = 0; i < 32; i += 1)
      statuses.push((await visitor.raw('get', i % 2 ? '/docs' : '/media/nothing')).status);
    expect(statuses.slice(0, 30).every((status) => status === 200 || status === 404)).toBe(true);
    expect(statuses.slice(30)).toEqual([429, 429]);
    expect((await visitor.raw('get', '/livez')).status).toBe(200);
    expect((await visitor.call('get', '/personas')).status).toBe(200);
    await visitor.stop();
  });

  it('do not count pictures, which have a limit of their own', async () => {
    const few = await RunningApp.start({ works: false, env: { RATE_LIMIT_PER_MINUTE: '5' } });
    const statuses: number[] = [];
    for (let i = 0; i < 30; i += 1)
      statuses.push(
        (await few.call('get', `/candidates/${'0'.repeat(8)}-0000-7000-8000-${'0'.repeat(12)}/image`)).status,
      );
    expect(new Set(statuses)).toEqual(new Set([404]));
    expect((await few.call('get', '/personas')).status).toBe(200);
    await few.stop();
  });

  it('count the files of uploads one by one', async () => {
    const few = await RunningApp.start({ works: false, env: { RATE_LIMIT_PER_MINUTE: '5' } });
    const persona = await few.ok<{ id: string }>('post', '/personas', { name: 'p' });
    const cluster = await few.ok<{ id: string }>('post', `/personas/${persona.id}/clusters`, { name: 'c' });
    const upload = few.call('post', `/clusters/${cluster.id}/photos`);
    for (let i = 0; i < 7; i += 1) upload.attach('files', await aPng(), `${i}.png`);
    const { results } = (await upload).body as { results: { code: string | null }[] };
    expect(results.map(({ code }) => code)).toEqual([null, null, null, null, null, 'rate_limited', 'rate_limited']);
    await few.stop();
  });

  it('do not count health, metrics and documentation', async () => {
    for (let i = 0; i < 50; i += 1) expect((await app.raw('get', '/livez')).status).toBe(200);
    expect((await app.raw('get', '/docs')).status).toBe(200);
    expect((await app.raw('get', '/media/nothing')).status).toBe(404);
    // None of these counted as a guess: a valid key from the same address has its own limit.
    const { key } = await app.ok<{ key: string }>('post', '/keys', { name: 'neighbour', role: 'viewer' });
    for (let i = 0; i < 6; i += 1) {
      const answer = await app.raw('get', '/api/v1/personas').set('Authorization', `Bearer ${key}`);
      expect(answer.status).toBe(200);
    }
  });
});

describe('an address that guesses keys', () => {
  const app = useApp({ works: false, env: { RATE_LIMIT_PER_MINUTE: '40' } });

  it('does not block keys in use', async () => {
    const { key } = await app.ok<{ key: string }>('post', '/keys', { name: 'behind a proxy', role: 'viewer' });
    const ask = async (holder?: string) => {
      const request = app.raw('get', '/api/v1/personas');
      return (await (holder ? request.set('Authorization', `Bearer ${holder}`) : request)).status;
    };
    for (let i = 0; i < 60; i += 1) expect([401, 429]).toContain(await ask());
    expect(await ask(key)).toBe(200);
    for (let i = 0; i < 60; i += 1)
      expect([401, 429]).toContain(await ask(`trellis_${'0'.repeat(32)}_${'x'.repeat(43)}`));
    expect(await ask(key)).toBe(200);
  });
});

/** Sends the path unchanged; clients usually normalize it. */
const statusOf = (port: number, path: string, key: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const request = httpRequest({ port, host: '127.0.0.1', path, headers: { authorization: `Bearer ${key}` } });
    request.on('error', reject).on('response', (response) => resolve(response.resume().statusCode ?? 0));
    request.end();
  });

describe('a proxy', () => {
  it('is trusted for one hop, so clients cannot choose an address', async () => {
    const app = await RunningApp.start({ works: false, env: { RATE_LIMIT_PER_MINUTE: '40', TRUST_PROXY: 'true' } });
    const as = async (forwarded: string) =>
      (await app.raw('get', '/api/v1/personas').set('X-Forwarded-For', forwarded)).status;
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1) statuses.push(await as(`10.0.0.${i}, 192.0.2.1`));
    expect(statuses).toEqual([401, 401, 401, 401, 429, 429]);
    expect(await as('10.0.0.1, 192.0.2.2')).toBe(401);
    await app.stop();
  });
});

describe('what is not HTTP', () => {
  it('is answered with a problem', async () => {
    const app = await RunningApp.start({ works: false });
    const { port } = app.app.getHttpServer().address() as { port: number };
    const say = (text: string) =>
      new Promise<string>((resolve) => {
        let answer = '';
        const socket = connect(port, '127.0.0.1', () => socket.write(text));
        socket.on('data', (chunk) => (answer += String(chunk))).on('close', () => resolve(answer));
      });
    expect(await say('NONSENSE\r\n\r\n')).toMatch(
      /^HTTP\/1.1 400 [\s\S]*application\/problem\+json[\s\S]*"code":"validation_failed"/,
    );
    expect(await say(`GET / HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /);
    await app.stop();
  });
});

describe('security headers', () => {
  it('are sent, and other origins may read only when configured', async () => {
    const closed = await RunningApp.start({ works: false });
    const open = await RunningApp.start({ works: false, env: { CORS_ORIGINS: 'https://admin.example.org' } });
    const from = (app: RunningApp, origin: string) => app.raw('get', '/livez').set('Origin', origin);
    const { headers } = await from(closed, 'https://admin.example.org');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'SAMEORIGIN' });
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['access-control-allow-origin']).toBeUndefined();
    const allowed = await from(open, 'https://admin.example.org');
    expect(allowed.headers['access-control-allow-origin']).toBe('https://admin.example.org');
    expect((await from(open, 'https://evil.example')).headers['access-control-allow-origin']).toBeUndefined();
    await closed.stop();
    await open.stop();
  });
});
