import { untilDeadline } from '@trellis/testing';
import { aLinkedRun } from '../support/library.spec-support.ts';
import { SignedIn } from '../support/session.spec-support.ts';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';

interface Edited {
  id: string;
  updatedAt: string;
  updatedBy: string | null;
}

describe('what people edit', () => {
  const app = useApp();
  const library = useLibrary(app);
  let photoId: string;
  let runId: string;
  beforeAll(async () => {
    ({ photoId, runId } = await aLinkedRun(app, library));
  });

  const changes: Record<string, () => [path: string, first: object, second: object]> = {
    persona: () => [`/personas/${library.personaId}`, { timeZone: 'Europe/Berlin' }, { timeZone: 'America/New_York' }],
    pillar: () => [`/pillars/${library.pillarId}`, { priority: 5 }, { priority: 4 }],
    cluster: () => [`/clusters/${library.clusterId}`, { aiPrompt: 'first' }, { aiPrompt: 'second' }],
    pipeline: () => [`/pipelines/${library.pipelineId}`, { description: 'first' }, { description: 'second' }],
    run: () => [`/runs/${runId}`, { name: 'first' }, { name: 'second' }],
    photo: () => [`/photos/${photoId}`, { altText: 'first' }, { altText: 'second' }],
  };

  it.each(Object.keys(changes))('knows who changed a %s last, and refuses a change of an older state', async (name) => {
    const [path, first, second] = changes[name]?.() ?? ['', {}, {}];
    const other = await SignedIn.as(app, 'operator', { name: `editor of ${name}`, by: 'Grace' });
    const before = await app.ok<Edited>('get', path);
    const changed = await other.call('patch', path).set('If-Match', `"${before.updatedAt}"`).send(first);
    expect([changed.status, (changed.body as Edited).updatedBy]).toEqual([200, `key:editor of ${name} (Grace)`]);
    const { updatedAt, updatedBy } = changed.body as Edited;
    expect(Date.parse(updatedAt)).toBeGreaterThan(Date.parse(before.updatedAt));
    const stale = await app.call('patch', path, second).set('If-Match', before.updatedAt);
    expect(stale.body).toMatchObject({
      status: 412,
      code: 'stale',
      changedBy: updatedBy,
      changedAt: updatedAt,
      current: { ...first, updatedAt },
    });
    expect(await app.ok('get', path)).toMatchObject({ ...first, updatedAt });
    expect((await app.call('patch', path, second).set('If-Match', updatedAt)).status).toBe(200);
    expect((await app.call('patch', path, first)).status).toBe(200);
    const wrong = await app.call('patch', path, first).set('If-Match', 'yesterday');
    expect(wrong.body).toMatchObject({ status: 400, errors: [{ path: 'If-Match' }] });
  });

  it('lets one of two changes of the same state through', async () => {
    const path = `/personas/${library.personaId}`;
    const { updatedAt } = await app.ok<Edited>('get', path);
    const patch = (tone: string) =>
      app
        .call('patch', path, { captionConfig: { tone } })
        .set('If-Match', updatedAt)
        .then(({ status }) => status);
    expect((await Promise.all(['a', 'b', 'c', 'd'].map(patch))).sort()).toEqual([200, 412, 412, 412]);
  });

  it('grows with every change, also with many in a millisecond', async () => {
    const path = `/pillars/${library.pillarId}`;
    const times: number[] = [];
    for (let n = 0; n < 20; n += 1)
      times.push(Date.parse((await app.ok<Edited>('patch', path, { priority: 1 + (n % 5) })).updatedAt));
    expect(new Set(times).size).toBe(20);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
  });

  it('is not changed by counts, scores, renditions and holds', async () => {
    const state = async () =>
      Promise.all(
        [`/clusters/${library.clusterId}`, `/photos/${photoId}`].map(
          async (path) => (await app.ok<Edited>('get', path)).updatedAt,
        ),
      );
    const before = await state();
    await app.ok('post', `/photos/${photoId}/renditions`);
    await untilDeadline('the renditions', async () => {
      const { readiness } = await app.ok<{ readiness: { state: string } }>('get', `/photos/${photoId}`);
      return readiness.state !== 'preparing';
    });
    await app.dataSource.query(`update photos set held_by = gen_random_uuid() where id = $1`, [photoId]);
    await app.dataSource.query(`update photos set held_by = null where id = $1`, [photoId]);
    await aLinkedRun(app, library);
    expect(await state()).toEqual(before);
  });

  it('has a time zone that exists', async () => {
    for (const timeZone of ['Mars/Olympus', '', 'Europe/Berlin; drop', null])
      expect((await app.call('patch', `/personas/${library.personaId}`, { timeZone })).status).toBe(400);
  });

  it('shows the newest ready photo of a cluster', async () => {
    const cluster = await app.ok<{ coverPhotoId: string }>('get', `/clusters/${library.clusterId}`);
    const { items } = await app.ok<{ items: { id: string }[] }>('get', `/clusters/${library.clusterId}/photos`);
    expect(cluster.coverPhotoId).toBe(items[0]?.id);
  });
});

describe('lists', () => {
  const app = useApp({ works: false });
  const library = useLibrary(app);
  const names = async (path: string) => {
    const { items } = await app.ok<{ items: { name: string }[] }>('get', path);
    return items.map(({ name }) => name).sort();
  };

  it('find names by what they contain, in any case and accent', async () => {
    for (const name of ['Café Élan', 'cafe del mar', '100 % coffee_shop', 'İstanbul', 'plain'])
      await app.ok('post', '/personas', { name });
    const q = (text: string) => names(`/personas?q=${encodeURIComponent(text)}`);
    expect(await q('CAFE')).toEqual(['Café Élan', 'cafe del mar']);
    expect(await q('é')).toContain('Café Élan');
    expect(await q('%')).toEqual(['100 % coffee_shop']);
    expect(await q('e_s')).toEqual(['100 % coffee_shop']);
    expect(await q('istan')).toEqual(['İstanbul']);
    expect(await q('\\')).toEqual([]);
    const cluster = { name: 'Été à la plage', pillarId: library.pillarId };
    await app.ok('post', `/personas/${library.personaId}/clusters`, cluster);
    expect(await names(`/personas/${library.personaId}/clusters?q=ete`)).toEqual(['Été à la plage']);
    await app.ok('post', '/runs', { pipelineId: library.pipelineId, name: 'Study Ä' });
    expect(await names('/runs?q=study%20a')).toEqual(['Study Ä']);
    expect((await app.call('get', '/personas?q=')).status).toBe(400);
  });

  it('have their number when it is asked for, with the filters and at any page', async () => {
    const before = await app.ok<{ total: number }>('get', '/personas?total=true&limit=1');
    await app.ok('post', '/personas', { name: 'counted' });
    const page = await app.ok<{ total: number; nextCursor: string }>('get', '/personas?total=true&limit=1');
    expect(page.total).toBe(before.total + 1);
    const next = await app.ok<{ total: number }>('get', `/personas?total=true&limit=1&cursor=${page.nextCursor}`);
    expect(next.total).toBe(page.total);
    expect(await app.ok('get', '/personas?total=true&q=counted')).toMatchObject({ total: 1 });
    expect(await app.ok('get', '/personas')).not.toHaveProperty('total');
    expect(await app.ok('get', '/photos?total=true&q=nothing')).toMatchObject({ total: 0 });
  });

  it('are counted up to 10,000', async () => {
    await app.dataSource.query(
      `insert into personas (id, name) select gen_random_uuid(), 'many ' || n from generate_series(1, 10001) n`,
    );
    expect(await app.ok('get', '/personas?total=true&q=many')).toMatchObject({ total: '10000+' });
  });
});
