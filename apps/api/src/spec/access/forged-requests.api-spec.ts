import { readFile } from 'node:fs/promises';
import { connect, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SignedIn } from '../support/session.spec-support.ts';
import { useApp } from '../support/use-app.spec-support.ts';

const UNKNOWN_ID = '01890a5d-ac96-774b-bcce-b302099a8fff';
const CHANGING = ['post', 'put', 'patch', 'delete'] as const;

const FORGED: Record<string, Record<string, string>> = {
  'no header': {},
  'a foreign origin': { origin: 'https://evil.example' },
  'origin null': { origin: 'null' },
  'another port of the host': { origin: 'http://127.0.0.1:1' },
  'same-site': { 'sec-fetch-site': 'same-site' },
  'cross-site': { 'sec-fetch-site': 'cross-site' },
  'typed by the user': { 'sec-fetch-site': 'none' },
  'cross-site with a right origin': { 'sec-fetch-site': 'cross-site', origin: 'http://127.0.0.1' },
  'a form': { 'content-type': 'multipart/form-data; boundary=x', origin: 'https://evil.example' },
};

interface Document {
  paths: Record<string, Partial<Record<(typeof CHANGING)[number], { description: string }>>>;
}

describe('requests forged by other pages', () => {
  const app = useApp({ works: false });
  let operations: { method: (typeof CHANGING)[number]; path: string }[];
  let browser: SignedIn;

  beforeAll(async () => {
    const committed = await readFile(join(import.meta.dirname, '../../../../../openapi.json'), 'utf8');
    const { paths } = JSON.parse(committed) as Document;
    operations = Object.entries(paths).flatMap(([path, item]) =>
      CHANGING.filter((method) => item[method] && item[method].description !== 'Role: none').map((method) => ({
        method,
        path: path.replace('/api/v1', '').replace(/\{\w+\}/g, UNKNOWN_ID),
      })),
    );
    browser = await SignedIn.as(app, 'admin');
    await app.ok('post', '/personas', { name: 'kept' });
  });

  const rows = async () => {
    const tables = await app.dataSource.query<{ name: string }[]>(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
    );
    const counts = tables.map(({ name }) => `select '${name}' as name, count(*) from "${name}"`).join(' union all ');
    return app.dataSource.query<object[]>(`${counts} order by 1`);
  };

  it.each(Object.entries(FORGED))('with %s are refused everywhere, and change nothing', async (_name, headers) => {
    const before = await rows();
    const wrong: string[] = [];
    for (const { method, path } of operations) {
      const { status, body } = await browser.call(method, path, headers);
      if (status !== 403 || (body as { code: string }).code !== 'cross_site')
        wrong.push(`${method} ${path}: ${status}`);
    }
    expect(operations.length).toBeGreaterThan(40);
    expect(wrong).toEqual([]);
    expect(await rows()).toEqual(before);
  });

  it('are not those of own pages: Sec-Fetch-Site, or where it is absent the Origin', async () => {
    const { port } = app.app.getHttpServer().address() as AddressInfo;
    const own: Record<string, string>[] = [{ 'sec-fetch-site': 'same-origin' }, { origin: `http://127.0.0.1:${port}` }];
    for (const [n, headers] of own.entries())
      expect((await browser.call('post', '/personas', headers).send({ name: `own ${n}` })).status).toBe(201);
  });

  it('cannot sign a browser in', async () => {
    const answer = await app
      .raw('post', '/api/v1/session')
      .set({ 'sec-fetch-site': 'cross-site' })
      .send({ key: app.key });
    expect([answer.status, answer.headers['set-cookie']]).toEqual([403, undefined]);
  });

  it('under a foreign name of this server are misdirected, also for reading; keys and probes are free', async () => {
    const host = { Host: 'rebound.example', 'sec-fetch-site': 'same-origin' };
    expect((await app.raw('get', '/livez').set(host)).status).toBe(200);
    expect((await app.call('get', '/personas').set(host)).status).toBe(200);
    expect((await app.raw('post', '/api/v1/session').set(host).send({ key: app.key })).status).toBe(421);
    // The name of the cookie has no port there.
    const Cookie = browser.cookie.replace(/_\d+=/, '=');
    for (const method of ['get', 'post'] as const) {
      const answer = await browser.call(method, '/personas', { ...host, Cookie });
      expect(answer.body).toMatchObject({ status: 421, code: 'misdirected' });
    }
  });

  it.each(['localhost', '192.0.2.7:3000', '[2001:db8::1]:3000'])('under %s are of this server', async (Host) => {
    const cookies = ['', '_3000', '_80'].map((end) => browser.cookie.replace(/_\d+=/, `${end}=`)).join('; ');
    expect((await browser.call('get', '/personas', { Host, Cookie: cookies })).status).toBe(200);
  });

  it('with two Host headers are refused everywhere', async () => {
    const { port } = app.app.getHttpServer().address() as AddressInfo;
    for (const path of ['/livez', '/api/v1/personas', '/docs']) {
      const text = await new Promise<string>((resolve, reject) => {
        const socket = connect(port, '127.0.0.1');
        let answer = '';
        socket.setEncoding('latin1');
        socket.on('data', (chunk) => (answer += String(chunk))).on('error', reject);
        socket.on('end', () => resolve(answer));
        socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n`);
      });
      expect([path, text.split('\r\n')[0]]).toEqual([path, 'HTTP/1.1 400 Bad Request']);
    }
  });
});

describe('requests to a server with names', () => {
  const app = useApp({
    works: false,
    env: { ALLOWED_HOSTS: 'studio.example', PUBLIC_API_URL: 'https://trellis.example/app' },
  });

  it('are its own under these names, and its cookie is bound to the host', async () => {
    const signIn = await app
      .raw('post', '/api/v1/session')
      .set({ Host: 'trellis.example', Origin: 'https://trellis.example' })
      .send({ key: app.key });
    expect(signIn.status).toBe(201);
    const [cookie = ''] = signIn.headers['set-cookie'] as unknown as string[];
    expect(cookie).toMatch(
      /^__Host-trellis_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    const Cookie = cookie.split(';')[0] ?? '';
    const status = async (headers: Record<string, string>) =>
      (await app.raw('get', '/api/v1/personas').set({ Cookie, ...headers })).status;
    expect(await status({ Host: 'trellis.example' })).toBe(200);
    expect(await status({ Host: 'studio.example:8080' })).toBe(200);
    expect(await status({ Host: 'other.example' })).toBe(421);
  });
});
