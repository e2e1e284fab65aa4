import { UNKNOWN_ID, anOpenRun } from '../support/open-run.spec-support.ts';
import { useApp, useImage } from '../support/use-app.spec-support.ts';

describe('a rejection', () => {
  const app = useApp({ works: false });
  const image = useImage(app);

  const aRun = (options = {}) => anOpenRun(app, image.path, options);
  const reject = (id: string) => app.call('post', `/candidates/${id}/rejection`);
  const lift = (id: string) => app.call('delete', `/candidates/${id}/rejection`);

  it('rejects the whole branch, returns the count, and changes nothing the second time', async () => {
    const { add } = await aRun();
    const root = await add();
    const child = await add(undefined, root);
    const grandchild = await add(undefined, child);
    const other = await add();
    expect((await reject(child)).body).toMatchObject({ rejected: 2 });
    expect((await reject(child)).body).toMatchObject({ rejected: 0 });
    expect((await reject(root)).body).toMatchObject({ rejected: 1 });
    expect(await app.ok('get', `/candidates/${other}`)).toMatchObject({ status: 'active' });
    expect(await app.ok('get', `/candidates/${grandchild}`)).toMatchObject({ status: 'rejected' });
  });

  it('is lifted for one candidate when its parent is active', async () => {
    const { add } = await aRun();
    const root = await add();
    const child = await add(undefined, root);
    await reject(root);
    expect((await lift(child)).body).toMatchObject({ code: 'candidate_rejected', status: 409 });
    expect((await lift(root)).body).toMatchObject({ id: root, status: 'active' });
    expect(await app.ok('get', `/candidates/${child}`)).toMatchObject({ status: 'rejected' });
    expect((await lift(child)).body).toMatchObject({ id: child, status: 'active' });
    expect((await lift(child)).status).toBe(200);
  });

  it('never includes the winner or its ancestors', async () => {
    const { id, add } = await aRun();
    const root = await add();
    const child = await add(undefined, root);
    await app.ok('put', `/runs/${id}/winner`, { candidateId: child });
    for (const one of [root, child])
      expect((await reject(one)).body).toMatchObject({ code: 'winner_in_branch', status: 409 });
    await app.ok('delete', `/runs/${id}/winner`);
    expect((await reject(root)).body).toMatchObject({ rejected: 2 });
    const chosen = await app.call('put', `/runs/${id}/winner`, { candidateId: child });
    expect(chosen.body.code).toBe('candidate_rejected');
    expect(
      (await app.call('post', `/runs/${id}/candidates`, { stepId: UNKNOWN_ID, imagePath: image.path })).status,
    ).toBe(422);
  });

  it('is refused on a closed run, and for an unknown candidate', async () => {
    const { id, add } = await aRun();
    const root = await add();
    await app.ok('post', `/runs/${id}/completion`);
    expect((await reject(root)).body.code).toBe('run_closed');
    expect((await lift(root)).body.code).toBe('run_closed');
    expect((await reject(UNKNOWN_ID)).body).toMatchObject({ code: 'candidate_not_found', status: 404 });
  });
});
