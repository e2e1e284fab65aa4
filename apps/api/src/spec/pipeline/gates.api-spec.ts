import { countQueries } from '../support/count-queries.spec-support.ts';
import { UNKNOWN_ID, aStep, anOpenRun } from '../support/open-run.spec-support.ts';
import { useApp, useImage, useLibrary } from '../support/use-app.spec-support.ts';

interface RunStep {
  stepId: string;
  approvedAt: string | null;
  topK: number | null;
  active: number;
  rejected: number;
  advancing: string[];
}

describe('a gate', () => {
  const app = useApp({ works: false });
  const library = useLibrary(app);
  const image = useImage(app);

  const aRun = (options = {}) => anOpenRun(app, image.path, options);
  const set = (id: string, elo: number, votes = 0) =>
    app.dataSource.query('update image_candidates set elo_score = $2, vote_count = $3 where id = $1', [id, elo, votes]);
  const reject = (id: string) => app.call('post', `/candidates/${id}/rejection`);
  const approve = (id: string, stepId: string | undefined, body: object = {}) =>
    app.call('post', `/runs/${id}/steps/${stepId}/approval`, body);
  const steps = (id: string) => app.ok<RunStep[]>('get', `/runs/${id}/steps`);

  /** Scores, K, and the positions of the advancing candidates, best first. */
  it.each([
    [[1200, 1100, 1000, 1150, 1050, 950], 3, [0, 3, 1]],
    [[1000, 1000], 3, [0, 1]],
    [[1200, 1200, 1150, 1100, 1000], 3, [0, 1, 2]],
    [[1000, 1010, 1010, 1010], 2, [1, 2]],
  ])('of scores %j with top %i determines the advancing candidates', async (scores, topK, places) => {
    const { id, stepIds, add } = await aRun();
    const ids: string[] = [];
    for (let i = 0; i < scores.length; i += 1) ids.push(await add());
    for (const [i, score] of scores.entries()) await set(ids[i] as string, score);
    expect((await steps(id))[0]).toMatchObject({
      approvedAt: null,
      topK: null,
      advancing: [],
      active: scores.length,
    });
    const { body } = await approve(id, stepIds[0], { topK });
    expect(body).toMatchObject({
      topK,
      advancing: places.map((place) => ids[place]),
      approvedAt: expect.any(String),
    });
  });

  it('breaks ties by votes and then by id, and is computed on request', async () => {
    const { id, stepIds, add } = await aRun();
    const [a, b, c] = [await add(), await add(), await add()];
    await set(c, 1000, 5);
    await approve(id, stepIds[0], { topK: 2 });
    expect((await steps(id))[0]?.advancing).toEqual([c, a]);
    await reject(a);
    expect((await steps(id))[0]).toMatchObject({ advancing: [c, b], active: 2, rejected: 1 });
  });

  it('without a number lets all candidates advance, and is final', async () => {
    const { id, stepIds, add } = await aRun();
    const ids = [await add(), await add()];
    expect((await approve(id, stepIds[0])).body).toMatchObject({ topK: null, advancing: ids });
    expect((await approve(id, stepIds[0], { topK: 1 })).body).toMatchObject({
      code: 'already_approved',
      status: 409,
    });
  });

  it.each([[{ topK: 0 }], [{ topK: 10_001 }], [{ topK: 1.5 }], [{ topK: '3' }], [{ k: 3 }]])(
    'refuses %j',
    async (body) => {
      const { id, stepIds } = await aRun();
      expect((await approve(id, stepIds[0], body)).body).toMatchObject({ code: 'validation_failed', status: 400 });
    },
  );

  it('requires a step of the run, and an open run', async () => {
    const { id, stepIds } = await aRun();
    expect((await approve(id, library.stepId)).body).toMatchObject({ code: 'step_not_found', status: 404 });
    await app.ok('post', `/runs/${id}/failure`, { reason: 'no' });
    expect((await approve(id, stepIds[0])).body).toMatchObject({ code: 'run_closed', status: 409 });
    expect((await app.call('get', `/runs/${UNKNOWN_ID}/steps`)).body.code).toBe('run_not_found');
  });

  it('blocks nothing: a candidate may come from a parent that does not advance', async () => {
    const { id, stepIds, add } = await aRun({ steps: [1, 2].map((n) => aStep(n)) });
    const [first, second] = [await add(), await add()];
    await approve(id, stepIds[0], { topK: 1 });
    expect((await steps(id))[0]?.advancing).toEqual([first]);
    await expect(add(stepIds[1], second)).resolves.toBeDefined();
  });

  it('needs as many queries for many steps as for one', async () => {
    const count = async (steps: number) => {
      const { id } = await aRun({ steps: Array.from({ length: steps }, (_, i) => aStep(i + 1)) });
      return countQueries(app, () => app.ok('get', `/runs/${id}/steps`));
    };
    expect(await count(1)).toBe(await count(9));
  });
});
