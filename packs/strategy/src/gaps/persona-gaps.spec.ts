import type { ClusterFacts, GapFacts, PillarFacts } from './gap-facts.ts';
import { gapsOf, paceOf } from './persona-gaps.ts';

const asOf = '2026-12-01';
const horizon = { asOf, days: 28, postsPerWeek: 5 };
const pillar = (fields: Partial<PillarFacts> = {}): PillarFacts => ({
  ...{ id: 'p1', name: 'one', priority: 3, active: true, weight: 4_000, target: null, startDate: null, endDate: null },
  ...{ planned: 0, lastPublished: null, ...fields },
});
const cluster = (fields: Partial<ClusterFacts> = {}): ClusterFacts => ({
  ...{ id: 'c1', name: 'c', isActive: true, pillarIds: ['p1'], primaryId: null, ready: 0, preparing: 0, needsCrop: 0 },
  ...{ lastPhotoAt: null, lastPosted: null, readyIds: [], needsCropIds: [], undecidedRuns: 0, undecidedRunId: null },
  ...fields,
});
const facts = (pillars: PillarFacts[], clusters: ClusterFacts[]): GapFacts => ({
  ...{ postsPerWeek: null, slots: 0, withoutCluster: 0, pillars, clusters },
});
const gaps = (pillars: PillarFacts[], clusters: ClusterFacts[] = []) => gapsOf('me', facts(pillars, clusters), horizon);
const reasons = (own: Partial<PillarFacts>, clusters: ClusterFacts[] = []) =>
  gaps([pillar(own)], clusters).pillars[0]?.reasons.map(({ key, params }) => [key, params]);

describe('the reasons of a gap', () => {
  it.each<[string, Partial<PillarFacts>, ClusterFacts[], unknown[]]>([
    ['inactive', { active: false }, [cluster()], [['not_in_horizon', { from: null }]]],
    ['after the horizon', { startDate: '2027-03-01' }, [], [['not_in_horizon', { from: '2027-03-01' }]]],
    ['without demand', { target: 0 }, [], [['no_demand', {}]]],
    [
      'without demand, and planned',
      { target: 0, planned: 2 },
      [],
      [
        ['no_demand', {}],
        ['over_planned', { planned: 2, needed: 0 }],
      ],
    ],
    [
      'without clusters',
      {},
      [cluster({ isActive: false, ready: 9 })],
      [
        ['no_clusters', {}],
        ['short', { missing: 8, needed: 8, have: 0 }],
        ['never_posted', {}],
        ['nothing_dated', { needed: 8 }],
      ],
    ],
    [
      'with everything that waits',
      { planned: 1, lastPublished: '2026-11-24', endDate: '2026-12-20' },
      [cluster({ ready: 1, preparing: 2, needsCrop: 3, needsCropIds: ['a', 'b', 'c'], undecidedRuns: 4 })],
      [
        ['short', { missing: 4, needed: 6, have: 2 }],
        ['runs_out', { date: '2026-12-08', days: 7 }],
        ['not_posted_lately', { days: 7, expectedDays: 3.5 }],
        ['waiting_renditions', { photos: 2 }],
        ['needs_crop', { photos: 3 }],
        ['waiting_votes', { runs: 4 }],
        ['ends_on', { date: '2026-12-20' }],
      ],
    ],
    [
      'that starts later and is over-planned',
      { startDate: '2026-12-22', planned: 9 },
      [cluster()],
      [
        ['no_ready_photos', {}],
        ['starts_on', { date: '2026-12-22' }],
        ['over_planned', { planned: 9, needed: 2 }],
        ['covered', {}],
      ],
    ],
  ])('%s are in order, with their numbers', (_what, own, clusters, expected) => {
    expect(reasons(own, clusters)).toEqual(expected);
  });

  it('name the pillars that share the stock', () => {
    const shared = cluster({ pillarIds: ['p1', 'p2', 'p3'], ready: 4 });
    const { pillars, ready } = gaps([pillar(), pillar({ id: 'p2' }), pillar({ id: 'p3' })], [shared]);
    const [one] = pillars.filter(({ pillarId }) => pillarId === 'p1');
    expect([one?.ready, ready]).toEqual([1.33, 4]);
    expect(one?.reasons).toContainEqual({ key: 'shared_stock', params: { photos: 4, pillarIds: ['p2', 'p3'] } });
  });
});

describe('the actions for a gap', () => {
  const done = (pillars: PillarFacts[], clusters: ClusterFacts[]) =>
    gaps(pillars, clusters).actions.map(({ reason, ...action }) => ({ ...action, because: reason.key }));

  it('choose a winner first, then crop, two at most', () => {
    const all = cluster({ undecidedRuns: 1, undecidedRunId: 'r1', needsCrop: 1, needsCropIds: ['a'] });
    expect(done([pillar()], [all])).toEqual([
      { do: 'pick_winner', pillarId: 'p1', runId: 'r1', because: 'waiting_votes' },
      { do: 'crop', pillarId: 'p1', photoIds: ['a'], because: 'needs_crop' },
    ]);
  });

  it('make candidates in the cluster with the fewest photos, then the oldest last one, none first, then by name', () => {
    const clusters = [
      cluster({ id: 'full', ready: 2, lastPhotoAt: 1 }),
      cluster({ id: 'young', lastPhotoAt: 9 }),
      cluster({ id: 'old', lastPhotoAt: 5 }),
      cluster({ id: 'empty b', name: 'b' }),
      cluster({ id: 'empty a', name: 'a' }),
    ];
    const order = ['empty a', 'empty b', 'old', 'young', 'full'];
    for (const [n, clusterId] of order.entries()) {
      const left = clusters.filter(({ id }) => !order.slice(0, n).includes(id));
      expect(done([pillar()], left)).toEqual([{ do: 'generate', pillarId: 'p1', clusterId, because: 'short' }]);
    }
  });

  it('create a cluster where none is active, and date photos where none is missing', () => {
    expect(done([pillar()], [])).toEqual([{ do: 'create_cluster', pillarId: 'p1', because: 'no_clusters' }]);
    const readyIds = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'];
    expect(done([pillar()], [cluster({ ready: 9, readyIds })])).toEqual([
      { do: 'schedule', pillarId: 'p1', photoIds: readyIds.slice(0, 8), because: 'nothing_dated' },
    ]);
    expect(done([pillar({ planned: 7 })], [cluster({ ready: 9, readyIds })])).toEqual([
      { do: 'schedule', pillarId: 'p1', photoIds: ['a'], because: 'covered' },
    ]);
    expect(done([pillar({ planned: 8 })], [cluster({ ready: 9, readyIds })])).toEqual([]);
  });

  it('are six at most, for the pillars with the largest impact', () => {
    const many = [1, 2, 3, 4, 5, 3, 3].map((priority, n) =>
      pillar({ id: `p${n}`, name: `n${n}`, priority, weight: 1_000 }),
    );
    const actions = gaps(many).actions;
    expect(actions.map(({ pillarId }) => pillarId)).toEqual(['p4', 'p3', 'p2', 'p5', 'p6', 'p1']);
  });
});

describe('the pace of a persona', () => {
  it.each([
    [{ slots: 4, postsPerWeek: 9 }, 2, 2],
    [{ slots: 4, postsPerWeek: 9 }, undefined, 4],
    [{ slots: 0, postsPerWeek: 9 }, undefined, 9],
    [{ slots: 0, postsPerWeek: 0 }, undefined, 0],
    [{ slots: 0, postsPerWeek: null }, undefined, 3],
  ])('%j, asked for %s, is %i', (own, asked, pace) => {
    expect(paceOf({ ...facts([], []), ...own }, asked)).toBe(pace);
  });
});
