import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApiKeys, type Role } from '@trellis/access';
import { table } from './roles.spec-support.ts';
import { SignedIn } from '../support/session.spec-support.ts';
import { useApp } from '../support/use-app.spec-support.ts';

const ranks: Role[] = ['viewer', 'operator', 'admin'];
const UNKNOWN_ID = '01890a5d-ac96-774b-bcce-b302099a8fff';

/** The role that the committed document gives each route. A changed role is a changed line of openapi.json. */
async function contractOf(): Promise<Map<string, Role>> {
  const committed = await readFile(join(import.meta.dirname, '../../../../../openapi.json'), 'utf8');
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

const parameterless = (route: string) => route.replace(/[:{]\w+\}?/g, '*');

describe('the roles', () => {
  const app = useApp({ works: false });
  let contract: Map<string, Role>;
  const keys: Partial<Record<Role | 'revoked', string>> = {};

  beforeAll(async () => {
    const service = app.app.get(ApiKeys);
    for (const role of ranks) keys[role] = (await service.create({ name: role, role }, 'test')).key;
    const revoked = await service.create({ name: 'revoked', role: 'admin' }, 'test');
    await service.revoke(revoked.id, 'test');
    keys.revoked = revoked.key;
    contract = await contractOf();
    // Sign-in is how a browser gets a role; the secret of a feed is in its address.
    for (const open of ['POST /session', 'GET /calendar/{token}.ics']) {
      expect([open, contract.get(open)]).toEqual([open, 'none']);
      contract.delete(open);
    }
  });

  const answer = async (route: string, key?: string) => {
    const [method, path] = route.split(' ') as [string, string];
    const url = `/api/v1${path.replace(/\{\w+\}/g, UNKNOWN_ID)}`;
    const request = app.raw(method.toLowerCase() as 'get', url);
    return (await (key ? request.set('Authorization', `Bearer ${key}`) : request)).status;
  };

  it('match the table', () => {
    const wanted = ranks.flatMap((role) => table[role].map((route) => `${parameterless(route)} ${role}`));
    const resourceOf = (route: string) => route.split('/')[1] as string;
    const known = new Set(ranks.flatMap((role) => table[role].map(resourceOf)));
    const documented = [...contract].filter(([route]) => known.has(resourceOf(route)));
    expect(documented.map(([route, role]) => `${parameterless(route)} ${role}`).sort()).toEqual(wanted.sort());
  });

  it('exist for every route', () => {
    expect(contract.size).toBeGreaterThan(60);
    expect([...contract].filter(([, role]) => !ranks.includes(role))).toEqual([]);
  });

  it('refuse requests without a key or with a revoked key', async () => {
    for (const route of contract.keys()) {
      expect([route, await answer(route)]).toEqual([route, 401]);
      expect([route, await answer(route, keys.revoked)]).toEqual([route, 401]);
    }
  });

  it.each(ranks)('let the session of a %s do what its key may do', async (role) => {
    const mistakes: string[] = [];
    const browser = await SignedIn.as(app, role);
    // DELETE /session is the last: it ends the session.
    for (const [route, needed] of [...contract].filter(([route]) => route !== 'DELETE /session')) {
      const [method, path] = route.split(' ') as [string, string];
      const allowed = ranks.indexOf(role) >= ranks.indexOf(needed);
      const { status } = await browser.call(method.toLowerCase() as 'get', path.replace(/\{\w+\}/g, UNKNOWN_ID));
      const right = allowed ? ![401, 403].includes(status) && status < 500 : status === 403;
      if (!right) mistakes.push(`${route}: ${status}`);
    }
    expect(mistakes).toEqual([]);
    expect((await browser.call('delete', '/session')).status).toBe(204);
    expect((await browser.call('get', '/personas')).status).toBe(401);
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
