import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiKeys, type Role } from '@trellis/access';
import { RunningApp } from './running-app.spec-support.ts';

const ranks: Role[] = ['viewer', 'operator', 'admin'];
const NOBODY = '01890a5d-ac96-774b-bcce-b302099a8fff';

/** The role that the committed document gives each route. A changed role is a changed line of openapi.json. */
async function contractOf(): Promise<Map<string, Role>> {
  const committed = await readFile(join(import.meta.dirname, '../../../../openapi.json'), 'utf8');
  const { paths } = JSON.parse(committed) as { paths: Record<string, Record<string, { description: string }>> };
  return new Map(
    Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, { description }]) => {
        const route = `${method.toUpperCase()} ${path.replace(/^\/api\/v1/, '')}`;
        return [route, description.match(/^Role: (\w+)/)?.[1] as Role];
      }),
    ),
  );
}

describe('the roles', () => {
  let app: RunningApp;
  let contract: Map<string, Role>;
  const keys: Partial<Record<Role | 'revoked', string>> = {};

  beforeAll(async () => {
    app = await RunningApp.start({ works: false });
    const service = app.app.get(ApiKeys);
    for (const role of ranks) keys[role] = (await service.create({ name: role, role }, 'test')).key;
    const revoked = await service.create({ name: 'revoked', role: 'admin' }, 'test');
    await service.revoke(revoked.id, 'test');
    keys.revoked = revoked.key;
    contract = await contractOf();
  });
  afterAll(() => app.stop());

  const answer = async (route: string, key?: string) => {
    const [method, path] = route.split(' ') as [string, string];
    const url = `/api/v1${path.replace(/\{\w+\}/g, NOBODY)}`;
    const request = app.raw(method.toLowerCase() as 'get', url);
    return (await (key ? request.set('Authorization', `Bearer ${key}`) : request)).status;
  };

  it('are one for each route', () => {
    expect(contract.size).toBeGreaterThan(60);
    expect([...contract].filter(([, role]) => !ranks.includes(role))).toEqual([]);
  });

  it('let nobody in without a key, or with one that was revoked', async () => {
    for (const route of contract.keys()) {
      expect([route, await answer(route)]).toEqual([route, 401]);
      expect([route, await answer(route, keys.revoked)]).toEqual([route, 401]);
    }
  });

  it.each(ranks)('let a %s do what the document says, and nothing more', async (role) => {
    const mistakes: string[] = [];
    for (const [route, needed] of contract) {
      const allowed = ranks.indexOf(role) >= ranks.indexOf(needed);
      const status = await answer(route, keys[role]);
      const right = allowed ? ![401, 403].includes(status) && status < 500 : status === 403;
      if (!right) mistakes.push(`${route}: ${status}`);
    }
    expect(mistakes).toEqual([]);
  });
});
