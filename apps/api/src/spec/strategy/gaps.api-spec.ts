import { newId } from '@trellis/kernel';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';
import { Publishing } from '../publishing/publishing.spec-support.ts';
import { gapVectors, type GapVector } from './gap-vectors.spec-support.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const READY = `
  with photo as (insert into photos (id, persona_id, cluster_id, path, readiness)
    select id, $2::uuid, $3::uuid, '/' || id, 'ready' from unnest($1::uuid[]) id)
  insert into photo_objects (photo_id, kind, key, content_type, byte_size, sha256, width, height)
    select id, kind, 'renditions/' || id || '/' || kind, 'image/jpeg', 1, repeat('0', 64), 1080, 1080
    from unnest($1::uuid[]) id, unnest(array['original', 'instagram']) kind`;

interface Gaps {
  score: number | null;
  needed: number;
  pillars: (Record<string, unknown> & { reasons: { key: string; params: object }[] })[];
  actions: { do: string; pillarId: string; reason: { key: string } }[];
}

describe('gaps', () => {
  const app = useApp();
  const library = useLibrary(app);
  let publishing: Publishing;
  beforeAll(() => void (publishing = new Publishing(app, library)));

  /** Rows of photos that are ready: their files are not looked at. */
  async function photos(personaId: string, clusterId: string, count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, newId);
    await app.dataSource.transaction((manager) => manager.query(READY, [ids, personaId, clusterId]));
    return ids;
  }

  async function play({ name, input }: GapVector) {
    const today = new Date().toISOString().slice(0, 10);
    const offset = Date.parse(today) - Date.parse(input.today);
    const moved = (date: string | null) => date && new Date(Date.parse(date) + offset).toISOString().slice(0, 10);
    const { id: personaId } = await app.ok<{ id: string }>('post', '/personas', { name: `${name} ${newId()}` });
    const { id: pillarId } = await app.ok<{ id: string }>('post', `/personas/${personaId}/pillars`, {
      ...{ name: 'pillar', active: input.active, weight: Number(input.weight), priority: input.priority },
      ...{ targetPostsPerWeek: input.target, startDate: moved(input.start), endDate: moved(input.end) },
    });
    const cluster = { name: 'cluster', pillarId };
    const { id: clusterId } = await app.ok<{ id: string }>('post', `/personas/${personaId}/clusters`, cluster);
    await photos(personaId, clusterId, Number(input.ready));
    if (input.planned > 0) await plan(personaId, pillarId, await photos(personaId, clusterId, input.planned), today);
    const last = moved(input.lastPosted);
    const [posted] = last ? await photos(personaId, clusterId, 1) : [];
    if (posted) await app.ok('put', `/photos/${posted}/posting`, { postedAt: `${last}T12:00:00Z`, provider: 'manual' });
    const { horizonDays, postsPerWeek } = input;
    const query = `asOf=${today}&horizonDays=${horizonDays}&postsPerWeek=${postsPerWeek}`;
    return { gaps: await app.ok<Gaps>('get', `/personas/${personaId}/gaps?${query}`), moved };
  }

  async function plan(personaId: string, pillarId: string, photoIds: string[], today: string): Promise<void> {
    const account = { provider: 'manual', name: 'account', timeZone: 'UTC', minGapMinutes: 0 };
    const { id: accountId } = await app.ok<{ id: string }>('post', `/personas/${personaId}/accounts`, account);
    for (const [n, photoId] of photoIds.entries()) {
      const draft = await publishing.draft(accountId, [photoId], { pillarId, caption: `words ${newId()}` });
      const at = new Date(Date.parse(today) + (n + 2) * DAY_MS).toISOString().slice(0, 16);
      expect((await publishing.act(draft.id, 'schedule', { localTime: at })).status).toBe(200);
    }
  }

  it.each(gapVectors.map((vector) => [vector.name, vector] as const))('%s', async (_name, vector) => {
    const { gaps, moved } = await play(vector);
    const { lastsUntil, ...numbers } = vector.expected;
    expect(gaps.pillars).toHaveLength(1);
    expect(gaps.pillars[0]).toMatchObject({ ...numbers, lastsUntil: moved(lastsUntil as string | null) });
    const [pillar] = gaps.pillars;
    expect(gaps).toMatchObject({ needed: numbers.needed, score: numbers.needed === 0 ? null : pillar?.score });
  });

  it('say why, and what to do first', async () => {
    const { gaps } = await play(gapVectors[1] as GapVector);
    const [pillar] = gaps.pillars;
    expect(pillar?.reasons).toEqual([
      { key: 'short', params: { missing: 4, needed: 8, have: 4 } },
      { key: 'runs_out', params: { date: pillar?.lastsUntil, days: 14 } },
      { key: 'never_posted', params: {} },
      { key: 'nothing_dated', params: { needed: 8 } },
    ]);
    expect(gaps.actions).toMatchObject([{ do: 'generate', pillarId: pillar?.pillarId, reason: { key: 'short' } }]);
  });

  it('of a pillar without clusters ask for one', async () => {
    const { id: personaId } = await app.ok<{ id: string }>('post', '/personas', { name: 'bare', postsPerWeek: 7 });
    const pillar = { name: 'pillar', weight: 50 };
    const { id: pillarId } = await app.ok<{ id: string }>('post', `/personas/${personaId}/pillars`, pillar);
    const gaps = await app.ok<Gaps>('get', `/personas/${personaId}/gaps`);
    expect(gaps).toMatchObject({ postsPerWeek: 7, horizonDays: 28, needed: 14, unplannedWeight: 50, homeless: 0 });
    expect(gaps.pillars[0]?.reasons.map(({ key }) => key)).toEqual([
      'no_clusters',
      'short',
      'never_posted',
      'nothing_dated',
    ]);
    expect(gaps.actions).toEqual([{ do: 'create_cluster', pillarId, reason: { key: 'no_clusters', params: {} } }]);
  });

  it('are kept as they were, and listed', async () => {
    const path = `/personas/${library.personaId}/gap-analyses`;
    const kept = await app.ok<{ id: string; pillars: object[] }>('post', path, { horizonDays: 7, postsPerWeek: 5 });
    const { actions: _now, ...live } = await app.ok<Gaps>(
      'get',
      `/personas/${library.personaId}/gaps?horizonDays=7&postsPerWeek=5`,
    );
    expect(kept).toMatchObject({ ...live, createdBy: 'key:tester' });
    await photos(library.personaId, library.clusterId, 3);
    expect(await app.ok('get', `/gap-analyses/${kept.id}`)).toEqual(kept);
    expect((await app.ok<{ items: object[] }>('get', path)).items).toEqual([kept]);
    expect((await app.call('post', path)).status).toBe(201);
    const change = app.dataSource.query('update gap_analyses set score = 1 where id = $1', [kept.id]);
    await expect(change).rejects.toThrow('an analysis does not change');
  });

  it.each([
    ['asOf=tomorrow', 'asOf'],
    ['horizonDays=91', 'horizonDays'],
    ['horizonDays=0', 'horizonDays'],
    ['postsPerWeek=-1', 'postsPerWeek'],
  ])('with %s are refused', async (query, path) => {
    const answer = await app.call('get', `/personas/${library.personaId}/gaps?${query}`);
    expect(answer.body).toMatchObject({ code: 'validation_failed', errors: [{ path }] });
  });
});
