import { ApiKeys, type Role } from '@trellis/access';
import { RunningApp } from './running-app.spec-support.ts';

/** The contract: who may do what. A route that is missing here, or there, fails the test. */
const contract: Record<Role, string[]> = {
  viewer: [
    'GET /personas',
    'GET /personas/:id',
    'GET /personas/:personaId/pillars',
    'GET /pillars/:id',
    'GET /personas/:personaId/clusters',
    'GET /clusters/:id',
    'GET /clusters/:id/runs',
    'GET /clusters/:id/photos',
    'GET /pipelines',
    'GET /pipelines/:id',
    'GET /runs',
    'GET /runs/:id',
    'GET /runs/:id/candidates',
    'GET /candidates/:id',
    'GET /candidates/:id/image',
    'GET /runs/:id/next-pair',
    'GET /runs/:id/votes',
    'GET /runs/:id/steps',
    'GET /runs/:id/steps/:stepId/workflow',
    'GET /runs/:id/link',
    'GET /links',
    'GET /photos',
    'GET /photos/:id',
  ],
  operator: [
    'POST /personas',
    'PATCH /personas/:id',
    'POST /personas/:personaId/pillars',
    'PATCH /pillars/:id',
    'POST /personas/:personaId/clusters',
    'PATCH /clusters/:id',
    'PUT /clusters/:id/pillars/:pillarId',
    'DELETE /clusters/:id/pillars/:pillarId',
    'POST /clusters/:id/runs',
    'POST /clusters/:id/photos',
    'POST /pipelines',
    'PATCH /pipelines/:id',
    'POST /runs',
    'PATCH /runs/:id',
    'POST /runs/:id/candidates',
    'POST /runs/:id/votes',
    'DELETE /runs/:id/votes/latest',
    'POST /candidates/:id/rejection',
    'DELETE /candidates/:id/rejection',
    'POST /runs/:id/steps/:stepId/approval',
    'PUT /runs/:id/winner',
    'DELETE /runs/:id/winner',
    'POST /runs/:id/completion',
    'POST /runs/:id/failure',
    'POST /runs/:id/retry',
    'POST /runs/:id/link',
    'PUT /photos/:id/posting',
    'DELETE /photos/:id/posting',
  ],
  admin: [
    'DELETE /personas/:id',
    'DELETE /pillars/:id',
    'DELETE /clusters/:id',
    'DELETE /pipelines/:id',
    'DELETE /runs/:id',
    'DELETE /photos/:id',
    'GET /events/dead',
    'POST /events/dead/:id/redrive',
    'GET /keys',
    'POST /keys',
    'DELETE /keys/:id',
    'GET /audit',
  ],
};

const ranks: Role[] = ['viewer', 'operator', 'admin'];
const NOBODY = '01890a5d-ac96-774b-bcce-b302099a8fff';

describe('the roles', () => {
  let app: RunningApp;
  let routes: string[];
  const keys: Partial<Record<Role | 'revoked', string>> = {};

  beforeAll(async () => {
    app = await RunningApp.start({ works: false });
    const service = app.app.get(ApiKeys);
    for (const role of ranks) keys[role] = (await service.create({ name: role, role }, 'test')).key;
    const revoked = await service.create({ name: 'revoked', role: 'admin' }, 'test');
    await service.revoke(revoked.id, 'test');
    keys.revoked = revoked.key;
    const { paths } = (await app.raw('get', '/docs/openapi.json')).body as { paths: Record<string, object> };
    routes = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replace(/^\/api\/v1/, '')}`),
    );
  });
  afterAll(() => app.stop());

  const parameterless = (route: string) => route.replace(/[:{]\w+\}?/g, '*');
  const answer = async (route: string, key?: string) => {
    const [method, path] = route.split(' ') as [string, string];
    const url = `/api/v1${path.replace(/[:{]\w+\}?/g, NOBODY)}`;
    const request = app.raw(method.toLowerCase() as 'get', url);
    return (await (key ? request.set('Authorization', `Bearer ${key}`) : request)).status;
  };

  it('have every route of the document in the table, and no other', () => {
    const table = Object.values(contract).flat().map(parameterless).sort();
    expect(routes.map(parameterless).sort()).toEqual(table);
  });

  it('let nobody in without a key, or with one that was revoked', async () => {
    for (const route of routes) {
      expect([route, await answer(route)]).toEqual([route, 401]);
      expect([route, await answer(route, keys.revoked)]).toEqual([route, 401]);
    }
  });

  it.each(ranks)('let a %s do what the table says, and nothing more', async (role) => {
    const mistakes: string[] = [];
    for (const needed of ranks) {
      const allowed = ranks.indexOf(role) >= ranks.indexOf(needed);
      for (const route of contract[needed]) {
        const status = await answer(route, keys[role]);
        const right = allowed ? ![401, 403].includes(status) && status < 500 : status === 403;
        if (!right) mistakes.push(`${route}: ${status}`);
      }
    }
    expect(mistakes).toEqual([]);
  });
});
