import { aLinkedRun, aPreparedRun } from '../support/library.spec-support.ts';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';

interface Overview {
  toVote: { runId: string; openPairs: number }[];
  links: Record<string, number>;
  needsCrop: number;
  runs: Record<string, number>;
}

describe('the overview', () => {
  const app = useApp();
  const library = useLibrary(app);

  it('shows what waits for a person', async () => {
    const open = await aPreparedRun(app, library, { candidates: 3, winner: false });
    const { runId: noCluster } = await aPreparedRun(app, library, { inCluster: false });
    await app.ok('post', `/runs/${noCluster}/completion`);
    await app.settled(noCluster);
    await aLinkedRun(app, library);
    const overview = await app.ok<Overview>('get', '/overview');
    expect(overview.toVote).toEqual([{ runId: open.runId, name: expect.any(String), openPairs: 3 }]);
    expect(overview).toMatchObject({
      links: { no_cluster: 1 },
      needsCrop: 0,
      runs: { pending: 0, running: 1, completed: 2, failed: 0 },
      gaps: [{ personaId: library.personaId, name: expect.any(String) as string, missing: 5 }],
      duePosts: [],
    });
  });

  it('lists runs with the names of what they belong to', async () => {
    const { photoId, runId, candidateIds } = await aLinkedRun(app, library);
    const { items } = await app.ok<{ items: { id: string }[] }>('get', `/overview/runs?personaId=${library.personaId}`);
    expect(items.find(({ id }) => id === runId)).toMatchObject({
      pipelineName: 'still_life',
      clusterName: 'Coffee',
      personaName: expect.stringMatching(/^persona/),
      winnerId: candidateIds[0],
      linkState: 'linked',
      linkReason: null,
      photoId,
      openPairs: 0,
    });
    expect(await app.ok('get', '/overview/runs?status=failed&total=true')).toMatchObject({ items: [], total: 0 });
  });

  it('finds things by name', async () => {
    const find = async (q: string) => {
      const { items } = await app.ok<{ items: { type: string; name: string; context: string | null }[] }>(
        'get',
        `/search?q=${encodeURIComponent(q)}`,
      );
      return items.map(({ type, name, context }) => [type, name, context]);
    };
    await app.ok('post', '/runs', { pipelineId: library.pipelineId, name: 'Cöffee run', clusterId: library.clusterId });
    expect(await find('COFFEE')).toEqual([
      ['cluster', 'Coffee', expect.stringMatching(/^persona/)],
      ['run', 'Cöffee run', 'Coffee'],
    ]);
    expect(await find('still')).toEqual(expect.arrayContaining([['pipeline', 'still_life', null]]));
    const { photoId } = await aLinkedRun(app, library);
    await app.ok('patch', `/photos/${photoId}`, { altText: 'a zinc kettle' });
    expect(await find('kettle')).toEqual([['photo', 'a zinc kettle', expect.stringMatching(/^persona/)]]);
    expect((await app.call('get', '/search?q=')).status).toBe(400);
  });
});

describe('many links', () => {
  const app = useApp();
  const library = useLibrary(app);

  it('have names, and are asked for again by reason or by run', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => aPreparedRun(app, library, { inCluster: false })));
    for (const { runId } of runs) {
      await app.ok('post', `/runs/${runId}/completion`);
      await app.settled(runId);
    }
    const { items } = await app.ok<{ items: object[] }>('get', '/links?state=skipped');
    expect(items).toHaveLength(3);
    expect(items[0]).toMatchObject({ runName: expect.any(String), clusterName: null, personaName: null });
    const retry = (body: object) => app.call('post', '/links/retries', body);
    expect((await retry({ state: 'skipped', reason: 'no_cluster' })).body).toEqual({ asked: 3 });
    expect((await retry({ state: 'failed' })).body).toEqual({ asked: 0 });
    const [one] = runs;
    for (const { runId } of runs) await app.settled(runId);
    expect((await retry({ runIds: [one?.runId] })).body).toEqual({ asked: 1 });
    for (const body of [{}, { reason: 'no_cluster' }, { runIds: [one?.runId], state: 'failed' }, { state: 'linked' }])
      expect((await retry(body)).status).toBe(400);
    await app.ok('patch', `/runs/${one?.runId}`, { clusterId: library.clusterId });
    expect((await app.settled(one?.runId ?? '')).state).toBe('linked');
    expect((await retry({ runIds: [one?.runId] })).body).toEqual({ asked: 0 });
    const mine = `/links?personaId=${library.personaId}`;
    expect((await app.ok<{ items: object[] }>('get', mine)).items).toMatchObject([
      { runId: one?.runId, clusterName: 'Coffee', personaName: expect.stringMatching(/^persona/) },
    ]);
  });
});

describe('many candidates', () => {
  const app = useApp({ works: false });
  const library = useLibrary(app);

  it('are rejected with what was made from them, and exactly these are lifted', async () => {
    const run = await aPreparedRun(app, library, { candidates: 3, winner: false });
    const [parent = '', other = '', winner = ''] = run.candidateIds;
    const imagePath = run.files[0]?.path;
    const body = { stepId: library.stepId, imagePath, parentId: parent };
    const { id: child } = await app.ok<{ id: string }>('post', `/runs/${run.runId}/candidates`, body);
    await app.ok('put', `/runs/${run.runId}/winner`, { candidateId: winner });
    const ids = [parent, winner, other, library.personaId];
    const rejected = await app.call('post', '/candidates/rejections', { ids });
    expect(rejected.status).toBe(207);
    const { results } = rejected.body as { results: { status: string; code: string; rejectedIds: string[] }[] };
    expect(results.map(({ status, code }) => [status, code])).toEqual([
      ['done', null],
      ['refused', 'winner_in_branch'],
      ['done', null],
      ['refused', 'candidate_not_found'],
    ]);
    const changed = results.flatMap(({ rejectedIds }) => rejectedIds);
    expect([...changed].sort()).toEqual([parent, child, other].sort());
    // The child is named before its parent.
    const lifted = await app.call('delete', '/candidates/rejections', { ids: [child, parent, other] });
    expect((lifted.body as { results: { status: string }[] }).results.map(({ status }) => status)).toEqual([
      'done',
      'done',
      'done',
    ]);
    const list = `/runs/${run.runId}/candidates`;
    expect(await app.ok('get', `${list}?status=rejected&total=true`)).toMatchObject({ total: 0 });
  });

  it('are listed by score, by votes, the winner alone, by ids, and as ids', async () => {
    const run = await aPreparedRun(app, library, { candidates: 4 });
    const [a = '', b = '', c = '', d = ''] = run.candidateIds;
    const vote = (candidateA: string, candidateB: string) =>
      app.ok('post', `/runs/${run.runId}/votes`, { candidateA, candidateB, outcome: 'a' });
    await vote(d, a);
    await vote(d, b);
    const list = async (query: string) => {
      const path = `/runs/${run.runId}/candidates?${query}`;
      return (await app.ok<{ items: { id: string }[] }>('get', path)).items.map(({ id }) => id);
    };
    const best = await list('sort=elo');
    expect([best[0], best[1]]).toEqual([d, c]);
    expect((await list('sort=votes'))[0]).toBe(d);
    expect(await list('winner=true')).toEqual([a]);
    expect(await list('winner=false')).toEqual([b, c, d]);
    expect(await list(`ids=${c},${b}`)).toEqual([b, c]);
    const page = await app.ok<{ nextCursor: string }>('get', `/runs/${run.runId}/candidates?sort=elo&limit=1`);
    expect((await list(`sort=elo&cursor=${page.nextCursor}`))[0]).toBe(c);
    expect(await app.ok('get', `/runs/${run.runId}/candidates?fields=id&limit=1`)).toMatchObject({
      items: [{ id: a }],
    });
    expect(await app.ok('get', `/photos?fields=id&ids=${a}`)).toMatchObject({ items: [] });
    expect((await app.call('get', `/runs/${run.runId}/candidates?ids=x`)).status).toBe(400);
    expect((await app.call('get', `/runs/${run.runId}/candidates?sort=worst`)).status).toBe(400);
  });
});
