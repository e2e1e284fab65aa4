import { aPersona } from '@trellis/personas/testing';
import { aPhoto } from '@trellis/photos/testing';
import { aCluster } from '@trellis/clustering/testing';
import { aCandidate, aRun } from '@trellis/pipeline/testing';
import { aPillar } from '@trellis/content-pillars/testing';
import { countQueries } from '../support/count-queries.spec-support.ts';
import { aLibrary, aPreparedRun } from '../support/library.spec-support.ts';
import { useApp } from '../support/use-app.spec-support.ts';

interface Page {
  items: { id: string; name: string; createdAt: string }[];
  nextCursor: string | null;
}

describe('lists', () => {
  const app = useApp({ works: false });

  const walk = async (path: string, limit: number, between = async () => undefined as unknown) => {
    const items: Page['items'] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Page = await app.ok(
        'get',
        `${path}${path.includes('?') ? '&' : '?'}limit=${limit}${cursor && `&cursor=${cursor}`}`,
      );
      items.push(...page.items);
      cursor = page.nextCursor;
      await between();
    }
    return items;
  };

  it('return every row once, newest first, while rows are inserted', async () => {
    const { manager } = app.pool;
    const made: string[] = [];
    for (let i = 0; i < 25; i += 1) made.push((await aPersona(manager)).id);
    const seen = await walk('/personas', 4, () => aPersona(manager));
    expect(seen.map(({ id }) => id).filter((id) => made.includes(id))).toEqual(made.reverse());
  });

  it('return rows of one millisecond once', async () => {
    const { manager } = app.pool;
    const { id: personaId } = await aPersona(manager);
    await manager.transaction(async (tx) => {
      for (let i = 0; i < 9; i += 1) await aCluster(tx, { personaId });
    });
    const seen = await walk(`/personas/${personaId}/clusters`, 2);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(9);
  });

  it('show the link of a completed run without a worker', async () => {
    const library = await aLibrary(app);
    const { runId, candidateIds } = await aPreparedRun(app, library);
    await app.ok('post', `/runs/${runId}/completion`);
    const { items } = await app.ok<Page>('get', `/links?state=pending&clusterId=${library.clusterId}`);
    expect(items).toEqual([expect.objectContaining({ runId, candidateId: candidateIds[0], attempts: 0 })]);
  });

  it('return pillars by priority, weight and name, and only current ones on request', async () => {
    const { manager } = app.pool;
    const { id: personaId } = await aPersona(manager);
    const day = (offset: number) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
    await aPillar(manager, { personaId, name: 'c', priority: 5, weight: '1.00' });
    await aPillar(manager, { personaId, name: 'b', priority: 3, weight: '9.00' });
    await aPillar(manager, { personaId, name: 'a', priority: 3, weight: '9.00', startDate: day(-1), endDate: day(0) });
    await aPillar(manager, { personaId, name: 'over', priority: 4, endDate: day(-1) });
    await aPillar(manager, { personaId, name: 'to come', priority: 4, startDate: day(1) });
    await aPillar(manager, { personaId, name: 'idle', priority: 4, active: false });
    const names = async (query: string) =>
      (await walk(`/personas/${personaId}/pillars${query}`, 2)).map(({ name }) => name);
    expect(await names('')).toEqual(['c', 'idle', 'over', 'to come', 'a', 'b']);
    expect(await names('?current=true')).toEqual(['c', 'a', 'b']);
  });

  it('filter runs by status, persona and cluster, also by having none', async () => {
    const library = await aLibrary(app);
    const { manager } = app.pool;
    const inside = await aRun(manager, { personaId: library.personaId, clusterId: library.clusterId });
    const outside = await aRun(manager, { personaId: library.personaId });
    const ids = async (query: string) => (await walk(`/runs?${query}`, 50)).map(({ id }) => id);
    expect(await ids(`clusterId=${library.clusterId}`)).toEqual([inside.id]);
    expect(await ids(`personaId=${library.personaId}&clusterId=none`)).toEqual([outside.id]);
    expect(await ids(`personaId=${library.personaId}&status=failed`)).toEqual([]);
    expect((await ids(`personaId=${library.personaId}&status=pending`)).sort()).toEqual([inside.id, outside.id].sort());
  });

  it('filter clusters by status and pillar, and photos by posting and time', async () => {
    const library = await aLibrary(app);
    const { manager } = app.pool;
    const { personaId } = library;
    const draft = await aCluster(manager, { personaId, status: 'draft' });
    const ids = async (path: string) => (await walk(path, 50)).map(({ id }) => id);
    expect(await ids(`/personas/${personaId}/clusters?status=draft`)).toEqual([draft.id]);
    expect(await ids(`/personas/${personaId}/clusters?pillarId=${library.pillarId}`)).toEqual([library.clusterId]);
    const posted = await aPhoto(manager, { personaId, postedAt: new Date() });
    const fresh = await aPhoto(manager, { personaId });
    expect(await ids(`/photos?personaId=${personaId}&posted=true`)).toEqual([posted.id]);
    expect(await ids(`/photos?personaId=${personaId}&posted=false&createdAfter=2020-01-01T00:00:00Z`)).toEqual([
      fresh.id,
    ]);
    expect(await ids(`/photos?personaId=${personaId}&createdAfter=2099-01-01T00:00:00Z`)).toEqual([]);
  });

  describe('need as many queries for many rows as for one', () => {
    const paths = [
      '/personas',
      '/pipelines',
      '/runs',
      '/photos',
      '/links',
      '/personas/:persona/clusters',
      '/personas/:persona/pillars',
      '/clusters/:cluster/runs',
      '/clusters/:cluster/photos',
      '/runs/:run/candidates',
    ];
    const fill = async (library: { personaId: string; clusterId: string; pipelineId: string }, n: number) => {
      const { manager } = app.pool;
      const run = await aRun(manager, library);
      for (let i = 0; i < n; i += 1) {
        await aPersona(manager);
        const pillar = await aPillar(manager, { personaId: library.personaId });
        const cluster = await aCluster(manager, { personaId: library.personaId });
        await app.ok('put', `/clusters/${cluster.id}/pillars/${pillar.id}`, {});
        const one = await aRun(manager, { personaId: library.personaId, clusterId: library.clusterId });
        const winner = await aCandidate(manager, one, { isWinner: true });
        await aPhoto(manager, {
          personaId: library.personaId,
          clusterId: library.clusterId,
          imageCandidateId: winner.id,
        });
        await aCandidate(manager, run);
        await manager.query(`insert into cluster_links (run_id) values ($1)`, [one.id]);
      }
      return run.id;
    };

    it.each(paths)('%s', async (template) => {
      const count = async (n: number) => {
        const library = await aLibrary(app);
        const run = await fill(
          { personaId: library.personaId, clusterId: library.clusterId, pipelineId: library.pipelineId },
          n,
        );
        const path = template
          .replace(':persona', library.personaId)
          .replace(':cluster', library.clusterId)
          .replace(':run', run);
        return countQueries(app, () => app.ok('get', path));
      };
      const few = await count(1);
      expect(few).toBeGreaterThan(0);
      expect(await count(12)).toBe(few);
    });
  });
});
