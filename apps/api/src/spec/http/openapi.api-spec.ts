import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RunningApp } from '../support/running-app.spec-support.ts';
import { useApp } from '../support/use-app.spec-support.ts';

interface Operation {
  operationId?: string;
  summary?: string;
  description?: string;
  requestBody?: { content: Record<string, { examples?: object }> };
  responses: Record<string, { content?: Record<string, { example?: unknown; examples?: object }> }>;
}
interface OpenApi {
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

describe('the OpenAPI document', () => {
  const app = useApp({ works: false });
  let document: OpenApi;
  const operations = () =>
    Object.entries(document.paths).flatMap(([path, item]) =>
      METHODS.flatMap((method) => (item[method] ? [{ path, method, operation: item[method] }] : [])),
    );

  beforeAll(async () => {
    document = (await app.raw('get', '/docs/openapi.json')).body as OpenApi;
  });

  it('equals the committed file (npm run openapi writes it)', async () => {
    const committed = await readFile(join(import.meta.dirname, '../../../../../openapi.json'), 'utf8');
    expect(document).toEqual(JSON.parse(committed));
  });

  it('has an id, a summary, a role, problems and an example per operation', () => {
    const all = operations();
    expect(new Set(all.map(({ operation }) => operation.operationId)).size).toBe(all.length);
    const lacking = all.filter(({ operation: { summary, description, responses, requestBody } }) => {
      const success = Object.entries(responses).filter(([status]) => status < '300');
      const exampled = success.every(
        ([status, { content }]) =>
          status === '204' || !content?.['application/json'] || content['application/json'].example,
      );
      const sent = !requestBody?.content['application/json'] || requestBody.content['application/json'].examples;
      return (
        !summary ||
        !/^Role: (viewer|operator|admin|none)$/.test(description ?? '') ||
        !responses['401'] ||
        !exampled ||
        !sent
      );
    });
    expect(lacking.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
  });

  it('lists only routes that refuse missing, wrong and revoked keys', async () => {
    const { id, key } = (await app.ok('post', '/keys', { name: 'soon revoked', role: 'admin' })) as unknown as {
      id: string;
      key: string;
    };
    expect((await app.call('delete', `/keys/${id}`)).status).toBe(204);
    const keys = [undefined, 'nonsense', `trellis_${'0'.repeat(32)}_${'A'.repeat(43)}`, key];
    const open: string[] = [];
    const needsNone = ({ operation }: { operation: { description?: string } }) =>
      operation.description === 'Role: none';
    // They are sent a key, and a secret in the address.
    const secret = operations().filter(needsNone);
    expect(secret.map(({ path }) => path).sort()).toEqual(['/api/v1/calendar/{token}.ics', '/api/v1/session']);
    const withKey = operations().filter((one) => !needsNone(one));
    for (const { path, method } of withKey) {
      const url = path.replace(/\{[^}]+\}/g, '01890a5d-ac96-774b-bcce-b302099a8fff');
      for (const wrong of keys) {
        const request = app.raw(method, url);
        const { status, body } = await (wrong ? request.set('Authorization', `Bearer ${wrong}`) : request);
        if (status !== 401 || body.code !== 'unauthenticated') open.push(`${method} ${path}: ${status}`);
      }
    }
    expect(open).toEqual([]);
    expect(operations().length).toBeGreaterThan(45);
  });

  it('names the server that it comes from, or the public URL', async () => {
    expect(document.servers).toEqual([{ url: '/' }]);
    const behind = await RunningApp.start({ works: false, env: { PUBLIC_API_URL: 'https://example.org/trellis' } });
    const { servers } = (await behind.raw('get', '/docs/openapi.json')).body as OpenApi;
    await behind.stop();
    expect(servers).toEqual([{ url: 'https://example.org/trellis' }]);
  });

  it('serves Swagger, health and media without a key', async () => {
    expect((await app.raw('get', '/docs')).status).toBe(200);
    expect((await app.raw('get', '/livez')).body).toEqual({ status: 'alive' });
    expect((await app.raw('get', '/readyz')).body).toEqual({ status: 'ready' });
  });
});
