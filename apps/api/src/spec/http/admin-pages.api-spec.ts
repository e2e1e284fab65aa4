import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { ApiKeys, type Holders } from '@trellis/access';
import { loadConfig } from '@trellis/config';
import type { ProblemFilter } from '@trellis/http';
import { serveAdmin } from '../../admin/serve-admin.ts';
import { RunningApp } from '../support/running-app.spec-support.ts';
import { SignedIn } from '../support/session.spec-support.ts';
import { useApp } from '../support/use-app.spec-support.ts';

const SITE = join(import.meta.dirname, '../../../../admin/dist/site');
const MOST_BYTES = 200 * 1024;

/** What the document names, without the part of the screen that is shown. */
const firstFiles = (): string[] =>
  [...readFileSync(join(SITE, 'index.html'), 'utf8').matchAll(/"\/admin\/(assets\/[^"]+)"/g)].map(
    ([, file]) => file ?? '',
  );

describe('the pages under /admin', () => {
  const app = useApp({ works: false });

  it('are one document with a policy and a nonce of its own, which no cache keeps', async () => {
    const answers = await Promise.all(['/admin', '/admin/', '/admin/runs/x/vote'].map((path) => app.raw('get', path)));
    const nonces = answers.map(({ text }) => /nonce="([^"]+)"/.exec(text)?.[1]);
    expect(new Set(nonces).size).toBe(3);
    for (const [n, { status, headers, text }] of answers.entries()) {
      expect([status, headers['cache-control'], headers['content-type']]).toEqual([
        200,
        'no-store',
        'text/html; charset=utf-8',
      ]);
      expect(headers['content-security-policy']).toBe(
        `default-src 'none'; script-src 'self'; style-src 'self' 'nonce-${nonces[n]}'; img-src 'self' data: http://media.test; ` +
          `connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
      );
      expect(text).not.toContain('_OF_THIS_ANSWER');
      expect(text).toContain('<meta name="session" content="none" />');
    }
  });

  it('know whether there is a session', async () => {
    const browser = await SignedIn.as(app, 'viewer');
    const { text } = await app.raw('get', '/admin/').set('Cookie', browser.cookie);
    const written = /<meta name="session" content="([^"]*)" \/>/.exec(text)?.[1] ?? '';
    expect(JSON.parse(decodeURIComponent(written))).toMatchObject({ role: 'viewer', by: null });
  });

  it('answer 503 with the cure where they are not built', async () => {
    const server = Fastify();
    const holders = { of: async () => ({}) } as unknown as Holders;
    await serveAdmin(server, loadConfig({}), {} as ProblemFilter, { holders, site: join(SITE, 'nowhere') });
    const { statusCode, body } = await server.inject('/admin/runs');
    expect([statusCode, body]).toEqual([503, expect.stringContaining('npm start')]);
    await server.close();
  });

  it('have files that stay the same, compressed, and answer 404 for one that is missing', async () => {
    const file = firstFiles().find((name) => name.endsWith('.js')) ?? '';
    const { status, headers } = await app.raw('get', `/admin/${file}`).set('Accept-Encoding', 'br');
    expect([status, headers['content-encoding'], headers['cache-control']]).toEqual([
      200,
      'br',
      'public, max-age=31536000, immutable',
    ]);
    expect((await app.raw('get', '/admin/assets/gone-12345678.js')).status).toBe(404);
    expect((await app.raw('get', '/admin/assets/..%2findex.html')).status).toBe(404);
  });

  it('are at most 200 KB at first, compressed', () => {
    const files = firstFiles();
    expect(files.length).toBeGreaterThan(3);
    // A very small file is not compressed.
    const sent = (file: string) => [`${file}.br`, file].find((name) => existsSync(join(SITE, name))) ?? file;
    const bytes = files.reduce((sum, file) => sum + statSync(join(SITE, sent(file))).size, 0);
    expect(bytes).toBeLessThan(MOST_BYTES);
  });

  it('are left out by ADMIN_UI=off', async () => {
    const without = await RunningApp.start({ works: false, env: { ADMIN_UI: 'off' } });
    expect((await without.raw('get', '/admin/')).body).toMatchObject({ status: 404, code: 'route_not_found' });
    await without.stop();
  });

  it('of two copies on one host do not sign each other out', async () => {
    const other = await RunningApp.start({ works: false });
    const cookieOf = async (copy: RunningApp) => {
      const key = await copy.app.get(ApiKeys).create({ name: 'two copies', role: 'viewer' }, 'test');
      const answer = await copy.raw('post', '/api/v1/session').send({ key: key.key });
      return (answer.headers['set-cookie'] as unknown as string[])[0]?.split(';')[0] ?? '';
    };
    const cookies = [await cookieOf(app), await cookieOf(other)];
    const ports = [app, other].map((copy) => (copy.app.getHttpServer().address() as AddressInfo).port);
    expect(cookies.map((cookie) => cookie.split('=')[0])).toEqual(ports.map((port) => `trellis_session_${port}`));
    // A browser sends both to each.
    for (const copy of [app, other])
      expect((await copy.raw('get', '/api/v1/session').set('Cookie', cookies.join('; '))).status).toBe(200);
    await other.stop();
  });
});
