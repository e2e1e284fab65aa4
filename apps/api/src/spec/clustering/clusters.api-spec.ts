import { aLibrary, aLinkedRun, aPreparedRun } from '../support/library.spec-support.ts';
import { useApp } from '../support/use-app.spec-support.ts';

interface Cluster {
  id: string;
  pillars: { id: string; isPrimary: boolean; notes: string | null }[];
}

describe('clusters', () => {
  const app = useApp();

  it('are created with a primary pillar', async () => {
    const { clusterId, pillarId } = await aLibrary(app);
    const cluster = await app.ok<Cluster>('get', `/clusters/${clusterId}`);
    expect(cluster).toMatchObject({ status: 'active', aiPrompt: null, photosCount: 0, runsCount: 0 });
    expect(cluster.pillars).toEqual([{ id: pillarId, name: 'Daily', isPrimary: true, notes: null }]);
  });

  it('replace the primary pillar, keep absent notes, and delete an assignment', async () => {
    const { personaId, clusterId, pillarId } = await aLibrary(app);
    const second = await app.ok<{ id: string }>('post', `/personas/${personaId}/pillars`, { name: 'Style' });
    await app.ok('put', `/clusters/${clusterId}/pillars/${second.id}`, { notes: 'on Sundays' });
    const cluster = await app.ok<Cluster>('put', `/clusters/${clusterId}/pillars/${second.id}`, { isPrimary: true });
    expect(cluster.pillars.map(({ id, isPrimary, notes }) => [id, isPrimary, notes])).toEqual([
      [second.id, true, 'on Sundays'],
      [pillarId, false, null],
    ]);
    expect((await app.call('delete', `/clusters/${clusterId}/pillars/${pillarId}`)).status).toBe(204);
    expect((await app.call('delete', `/clusters/${clusterId}/pillars/${pillarId}`)).body).toMatchObject({
      status: 404,
      code: 'pillar_not_found',
    });
  });

  it('have one primary pillar after two concurrent assignments', async () => {
    const { personaId, clusterId, pillarId } = await aLibrary(app);
    const other = await app.ok<{ id: string }>('post', `/personas/${personaId}/pillars`, { name: 'Style' });
    const both = [pillarId, other.id].map((id) =>
      app.call('put', `/clusters/${clusterId}/pillars/${id}`, { isPrimary: true }),
    );
    expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200]);
    const { pillars } = await app.ok<Cluster>('get', `/clusters/${clusterId}`);
    expect(pillars.filter(({ isPrimary }) => isPrimary)).toHaveLength(1);
  });

  it('show their runs with links and their photos with runs', async () => {
    const library = await aLibrary(app);
    const linked = await aLinkedRun(app, library);
    const open = await aPreparedRun(app, library);
    const runs = await app.ok<{ items: { id: string; link: { state: string } }[] }>(
      'get',
      `/clusters/${library.clusterId}/runs`,
    );
    expect(runs.items.map(({ id, link }) => [id, link.state])).toEqual([
      [open.runId, 'none'],
      [linked.runId, 'linked'],
    ]);
    const photos = await app.ok<{ items: { id: string; run: { id: string } | null }[] }>(
      'get',
      `/clusters/${library.clusterId}/photos`,
    );
    expect(photos.items.map(({ id, run }) => [id, run?.id])).toEqual([[linked.photoId, linked.runId]]);
    const links = await app.ok<{ items: { runId: string }[] }>(
      'get',
      `/links?clusterId=${library.clusterId}&state=linked`,
    );
    expect(links.items.map(({ runId }) => runId)).toEqual([linked.runId]);
  });

  it('refuse a duplicate name, and keep counts right when they are deleted', async () => {
    const library = await aLibrary(app);
    expect((await app.call('post', `/personas/${library.personaId}/clusters`, { name: 'Coffee' })).body).toMatchObject({
      status: 409,
      code: 'name_taken',
    });
    const runs = await Promise.all([1, 2, 3].map(() => aPreparedRun(app, library)));
    const work = [
      ...runs.map(({ runId }) => app.call('post', `/runs/${runId}/completion`)),
      app.call('delete', `/clusters/${library.clusterId}`),
      ...runs.map(({ runId }) => app.call('patch', `/runs/${runId}`, { prompt: 'x' })),
    ];
    expect((await Promise.all(work)).map(({ status }) => status)).toEqual([200, 200, 200, 204, 200, 200, 200]);
    for (const { runId } of runs) {
      expect(await app.settled(runId)).toMatchObject({ state: 'skipped', reason: 'no_cluster', clusterId: null });
    }
  });
});
