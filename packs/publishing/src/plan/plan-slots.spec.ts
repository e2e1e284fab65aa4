import { planSlots, type PlacedPost, type PlanCluster, type PlanFrame, type PlanPillar } from './plan-slots.ts';

const DAY = 24 * 60 * 60 * 1000;
const START = Date.parse('2026-12-01T18:00:00Z');
const slot = (day: number, pillarId: string | null = null) => ({
  slotId: 's',
  local: 'x',
  at: new Date(START + day * DAY),
  pillarId,
});
const pillar = (name: string, fields: Partial<PlanPillar> = {}): PlanPillar => ({
  id: name,
  name,
  weight: '0.00',
  priority: 3,
  targetPostsPerWeek: null,
  ...fields,
});
const photos = (name: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `${name}${n}`, pictureHash: null, mirrorHash: null }));
const cluster = (name: string, stock = 50, pillarIds = ['a', 'b']): PlanCluster => ({
  id: name,
  name,
  pillarIds,
  stock: photos(name, stock),
});
const post = (day: number, fields: Partial<PlacedPost> = {}): PlacedPost => ({
  at: new Date(START + day * DAY),
  pillarId: null,
  clusterId: null,
  looks: [],
  ...fields,
});
const frame = (fields: Partial<PlanFrame> = {}): PlanFrame => ({
  pillars: [pillar('a', { weight: '50.00' }), pillar('b', { weight: '50.00' })],
  clusters: [cluster('one'), cluster('two'), cluster('three')],
  posts: [],
  reserved: [],
  slotsPerWeek: 7,
  ...fields,
});
const days = (count: number) => Array.from({ length: count }, (_, n) => slot(n));

describe('the plan of an account', () => {
  it('takes the pillar that lacks the most: its own rate, less what is placed in 28 days', () => {
    const pillars = [pillar('a', { weight: '75.00' }), pillar('b', { weight: '25.00' })];
    const chosen = planSlots(days(28), frame({ pillars })).map(({ pillarId }) => pillarId);
    expect([chosen.filter((id) => id === 'a').length, chosen.filter((id) => id === 'b').length]).toEqual([21, 7]);
  });

  it('takes the target a week before the weight', () => {
    const pillars = [
      pillar('a', { weight: '90.00', targetPostsPerWeek: 1 }),
      pillar('b', { weight: '10.00', targetPostsPerWeek: 6 }),
    ];
    const chosen = planSlots(days(28), frame({ pillars })).map(({ pillarId }) => pillarId);
    expect(chosen.filter((id) => id === 'a')).toHaveLength(4);
  });

  it.each([
    ['priority', [pillar('b', { priority: 4 }), pillar('a', { priority: 3 })], 'b'],
    ['name', [pillar('b'), pillar('a')], 'a'],
    ['id', [pillar('b', { name: 'same' }), pillar('a', { name: 'same' })], 'a'],
  ])('breaks a tie by %s', (_by, pillars, first) => {
    expect(planSlots([slot(0)], frame({ pillars }))[0]?.pillarId).toBe(first);
  });

  it('leaves out what was placed 28 days ago, and counts what is placed later only later', () => {
    const placed = [post(-28, { pillarId: 'a' }), post(1, { pillarId: 'a' })];
    expect(planSlots([slot(0), slot(2)], frame({ posts: placed })).map(({ pillarId }) => pillarId)).toEqual(['a', 'b']);
  });

  it('takes a cluster that rested for two days and was used less than three times in seven, the longest rested first', () => {
    const chosen = planSlots(days(9), frame()).map(({ clusterId }) => clusterId);
    expect(chosen).toEqual(['one', 'three', 'two', 'one', 'three', 'two', 'one', 'three', 'two']);
    const used = [post(-6), post(-4), post(-2)].map((one) => ({ ...one, clusterId: 'one' }));
    expect(planSlots([slot(0)], frame({ posts: used, clusters: [cluster('one'), cluster('two')] }))[0]?.clusterId).toBe(
      'two',
    );
  });

  it('takes the longest rested one when none has rested', () => {
    const chosen = planSlots(days(4), frame({ clusters: [cluster('one'), cluster('two')] }));
    expect(chosen.map(({ clusterId }) => clusterId)).toEqual(['one', 'two', 'one', 'two']);
  });

  it('keeps the pillar of a slot, and takes each photo once', () => {
    const planned = planSlots(
      days(5).map((one) => ({ ...one, pillarId: 'b' })),
      frame({ clusters: [cluster('one', 3)] }),
    );
    expect(planned.map(({ pillarId }) => pillarId)).toEqual(['b', 'b', 'b', 'b', 'b']);
    expect(planned.map(({ photoId }) => photoId)).toEqual(['one0', 'one1', 'one2', null, null]);
    expect(planned.map(({ reason }) => reason)).toEqual([null, null, null, 'no_stock', 'no_stock']);
  });

  it('leaves a photo for the draft that waits with it', () => {
    expect(planSlots([slot(0)], frame({ reserved: ['one0'] }))[0]?.photoId).toBe('one1');
  });

  it('says why a slot stays open', () => {
    const reasonOf = (fields: Partial<PlanFrame>) => planSlots([slot(0)], frame(fields))[0];
    expect(reasonOf({ pillars: [] })).toMatchObject({
      reason: 'no_pillar',
      why: expect.stringContaining('no current pillar') as string,
    });
    expect(reasonOf({ clusters: [cluster('one', 5, ['c'])] })).toMatchObject({ reason: 'no_cluster', pillarId: 'a' });
    expect(reasonOf({ clusters: [cluster('one', 0)] })).toMatchObject({ reason: 'no_stock' });
  });

  it('passes over a photo that looks like a post of the last 30 days, also mirrored', () => {
    const [hash, other] = ['01'.repeat(31) + '0', '10'.repeat(31) + '1'];
    const looks = [{ pictureHash: hash, mirrorHash: other }];
    const stock = [
      { id: 'alike', pictureHash: hash, mirrorHash: other },
      { id: 'mirrored', pictureHash: other, mirrorHash: hash },
      { id: 'free', pictureHash: '0'.repeat(63), mirrorHash: '1'.repeat(63) },
    ];
    const of = (day: number) =>
      planSlots([slot(0)], frame({ posts: [post(day, { looks })], clusters: [{ ...cluster('one'), stock }] }))[0]
        ?.photoId;
    expect([of(-29), of(-30)]).toEqual(['free', 'alike']);
    const only = frame({ posts: [post(-1, { looks })], clusters: [{ ...cluster('one'), stock: stock.slice(0, 2) }] });
    expect(planSlots([slot(0)], only)[0]).toMatchObject({ reason: 'all_similar', photoId: null });
  });
});
