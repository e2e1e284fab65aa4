import { aPreparedRun } from '../support/library.spec-support.ts';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';

interface Moved {
  results: { id: string; status: string; code: string | null }[];
}

describe('many runs', () => {
  const app = useApp();
  const library = useLibrary(app);

  it('are put into a cluster and out of it, each done or refused by itself', async () => {
    const one = await aPreparedRun(app, library, { candidates: 1 });
    const other = await aPreparedRun(app, library, { candidates: 1 });
    const unknown = '01890a5d-ac96-774b-bcce-b302099a8057';
    const move = (clusterId: string | null, ids: string[]) => app.call('patch', '/runs', { ids, clusterId });
    const out = await move(null, [one.runId, unknown, other.runId]);
    expect(out.status).toBe(207);
    expect((out.body as Moved).results.map(({ id, status, code }) => [id, status, code])).toEqual([
      [one.runId, 'done', null],
      [unknown, 'refused', 'run_not_found'],
      [other.runId, 'done', null],
    ]);
    const cluster = async (id: string) => (await app.ok<{ clusterId: string | null }>('get', `/runs/${id}`)).clusterId;
    expect([await cluster(one.runId), await cluster(other.runId)]).toEqual([null, null]);
    await move(library.clusterId, [one.runId]);
    expect(await cluster(one.runId)).toBe(library.clusterId);
  });

  it('are refused as a whole without a cluster or null, and with more than 200', async () => {
    const ids = Array.from({ length: 201 }, () => '01890a5d-ac96-774b-bcce-b302099a8057');
    for (const body of [
      { ids: ids.slice(0, 1) },
      { ids, clusterId: null },
      { ids: [], clusterId: null },
      { clusterId: null },
    ])
      expect((await app.call('patch', '/runs', body)).status).toBe(400);
  });
});
