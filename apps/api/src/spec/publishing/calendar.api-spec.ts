import { countQueries } from '../support/count-queries.spec-support.ts';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';
import { Publishing, type Post } from './publishing.spec-support.ts';

interface PlanItem {
  slotId: string;
  at: string;
  local: string;
  photoId: string | null;
  postId: string | null;
  why: string;
  reason: string | null;
}
interface Calendar {
  items: Post[];
  openSlots: { at: string }[];
}

describe('an account', () => {
  const app = useApp();
  const library = useLibrary(app);
  let publishing: Publishing;
  let accountId: string;
  const week = { from: '2031-03-03', to: '2031-03-09' };
  const slots = [
    { weekday: 1, localTime: '18:30' },
    { weekday: 3, localTime: '07:00' },
    { weekday: 7, localTime: '09:15' },
  ];
  beforeAll(async () => {
    publishing = new Publishing(app, library);
    accountId = await publishing.account();
    await app.ok('put', `/accounts/${accountId}/slots`, { slots });
  });
  const calendar = () =>
    app.ok<Calendar>('get', `/calendar?personaId=${library.personaId}&from=${week.from}&to=${week.to}`);
  const plan = async (body: object = {}) =>
    (await app.ok<{ items: PlanItem[] }>('post', `/accounts/${accountId}/plan`, { ...week, ...body })).items;

  it('keeps the ids of slots that stay, and shows their times, local and UTC', async () => {
    const before = await app.ok<{ slots: { id: string }[] }>('get', `/accounts/${accountId}/slots`);
    const pillarId = library.pillarId;
    const set = { slots: [...slots.slice(0, 2), { weekday: 7, localTime: '09:15', pillarId }] };
    const after = await app.ok<{ slots: { id: string }[] }>('put', `/accounts/${accountId}/slots`, set);
    expect(after.slots.map(({ id }) => id)).toEqual(before.slots.map(({ id }) => id));
    const preview = `/accounts/${accountId}/slots/preview?from=2027-03-22&to=2027-03-29`;
    expect((await app.ok<{ items: object[] }>('get', preview)).items).toMatchObject([
      { local: '2027-03-22T18:30', at: '2027-03-22T17:30:00.000Z' },
      { local: '2027-03-24T07:00', at: '2027-03-24T06:00:00.000Z' },
      { local: '2027-03-28T09:15', at: '2027-03-28T07:15:00.000Z', pillarId },
      { local: '2027-03-29T18:30', at: '2027-03-29T16:30:00.000Z' },
    ]);
    const twice = { slots: [slots[0], slots[0]] };
    expect((await app.call('put', `/accounts/${accountId}/slots`).send(twice)).body).toMatchObject({
      code: 'validation_failed',
      errors: [{ path: 'slots.1' }],
    });
    const bad = { slots: [{ weekday: 8, localTime: '25:00' }] };
    expect((await app.call('put', `/accounts/${accountId}/slots`).send(bad)).status).toBe(400);
  });

  it('is planned: the dry run and the real one choose the same, a second run finds nothing open', async () => {
    const photoIds = [await publishing.photo(), await publishing.photo()];
    expect((await calendar()).openSlots).toHaveLength(3);
    const dry = await plan({ dryRun: true });
    expect(dry.map(({ photoId, reason }) => [photoId, reason])).toEqual([
      [photoIds[0], null],
      [photoIds[1], null],
      [null, 'no_stock'],
    ]);
    expect(dry.every(({ why, postId }) => why.length > 10 && postId === null)).toBe(true);
    const real = await plan();
    expect(real.map((item) => ({ ...item, postId: null }))).toEqual(dry);
    const posts = await Promise.all(real.flatMap(({ postId }) => (postId ? publishing.post(postId) : [])));
    expect(posts).toMatchObject([
      { state: 'scheduled', scheduledLocal: '2031-03-03T18:30', slotId: dry[0]?.slotId, pillarId: library.pillarId },
      { state: 'scheduled', scheduledLocal: '2031-03-05T07:00', scheduledAt: '2031-03-05T06:00:00.000Z' },
    ]);
    expect((await plan()).map(({ reason }) => reason)).toEqual(['no_stock']);
    const { items, openSlots } = await calendar();
    expect([items.map(({ id }) => id), openSlots.map(({ at }) => at)]).toEqual([
      posts.map(({ id }) => id),
      ['2031-03-09T08:15:00.000Z'],
    ]);
  }, 60_000);

  it('is planned for 90 days with three statements', async () => {
    const quarter = { from: '2031-03-03', to: '2031-05-31', dryRun: true };
    expect(await countQueries(app, () => plan(quarter))).toBeLessThanOrEqual(3);
  });

  it('leaves a draft with its problems where every caption is taken, and does not plan it again', async () => {
    const other = await publishing.account();
    const times = [1, 2, 3, 4].map((weekday) => ({ weekday, localTime: '10:00' }));
    await app.ok('put', `/accounts/${other}/slots`, { slots: times });
    for (let n = 0; n < 4; n += 1)
      await app.ok('patch', `/photos/${await publishing.photo()}`, { altText: 'A bowl by the window' });
    const run = async () => (await app.ok<{ items: PlanItem[] }>('post', `/accounts/${other}/plan`, week)).items;
    const planned = await run();
    expect(planned.map(({ reason }) => reason)).toEqual([null, null, null, 'duplicate_caption']);
    const captions = await Promise.all(
      planned.map(async ({ postId }) => (await publishing.post(postId ?? '')).caption),
    );
    expect(captions).toEqual([
      'A bowl by the window.',
      'A bowl by the window. Coffee.',
      'Daily: A bowl by the window.',
      'Daily: A bowl by the window.',
    ]);
    const draft = await publishing.post(planned[3]?.postId ?? '');
    expect(draft).toMatchObject({
      state: 'draft',
      lastError: { code: 'duplicate_caption' },
      scheduledLocal: '2031-03-06T10:00',
    });
    expect(await run()).toMatchObject([
      { local: '2031-03-06T10:00', postId: draft.id, reason: 'draft_waits', photoId: planned[3]?.photoId },
    ]);
  }, 60_000);

  it('is planned again at once by two people: no slot and no photo is taken twice', async () => {
    const other = await publishing.account();
    const times = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, localTime: '20:00' }));
    await app.ok('put', `/accounts/${other}/slots`, { slots: times });
    for (let n = 0; n < 5; n += 1)
      await app.ok('patch', `/photos/${await publishing.photo()}`, { altText: `A different picture, number ${n}` });
    const run = async () => (await app.ok<{ items: PlanItem[] }>('post', `/accounts/${other}/plan`, week)).items;
    await Promise.all([run(), run()]);
    const list = `/posts?accountId=${other}`;
    const { items } = await app.ok<{ items: Post[] }>('get', list);
    for (const isDraft of [true, false]) {
      const times = items.filter(({ state }) => (state === 'draft') === isDraft).map((post) => post.scheduledLocal);
      expect(new Set(times).size).toBe(times.length);
    }
    const photos = items
      .filter(({ state }) => state === 'scheduled')
      .flatMap((post) => post.photos.map(({ photoId }) => photoId));
    expect(new Set(photos).size).toBe(photos.length);
    expect(items.filter(({ state }) => state === 'scheduled').length).toBeGreaterThan(2);
  }, 60_000);

  it('is paused: nothing is planned', async () => {
    await app.ok('post', `/accounts/${accountId}/pause`);
    expect((await app.call('post', `/accounts/${accountId}/plan`).send(week)).body).toMatchObject({
      status: 409,
      code: 'account_paused',
    });
    await app.ok('post', `/accounts/${accountId}/resume`);
    const backwards = { from: week.to, to: week.from };
    expect((await app.call('post', `/accounts/${accountId}/plan`).send(backwards)).body).toMatchObject({ status: 400 });
  });

  it('schedules into its next open slot, once each', async () => {
    const other = await publishing.account({ timeZone: 'America/New_York' });
    await app.ok('put', `/accounts/${other}/slots`, { slots: [{ weekday: 1, localTime: '12:00' }] });
    const drafts = [
      await publishing.draft(other, [await publishing.photo()]),
      await publishing.draft(other, [await publishing.photo()]),
    ];
    const answers = await Promise.all(drafts.map(({ id }) => publishing.act(id, 'schedule', { nextSlot: true })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const [one, two] = answers.map(({ body }) => Date.parse(body.scheduledAt ?? '')).sort();
    expect(Math.abs((two ?? 0) - (one ?? 0) - 7 * 24 * 3_600_000)).toBeLessThanOrEqual(3_600_000);
    const none = await publishing.draft(await publishing.account(), [await publishing.photo()]);
    expect((await publishing.act(none.id, 'schedule', { nextSlot: true })).body).toMatchObject({
      status: 422,
      code: 'no_open_slot',
    });
  }, 60_000);

  it('is a table for spreadsheets, in which no caption is a formula', async () => {
    const draft = await publishing.draft(accountId, [await publishing.photo()], { caption: '=1+1' });
    await publishing.act(draft.id, 'schedule', { localTime: '2031-03-07T12:00' });
    const answer = await app.call(
      'get',
      `/calendar.csv?personaId=${library.personaId}&from=${week.from}&to=${week.to}`,
    );
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(answer.text).toContain(`,'=1+1,`);
  }, 60_000);
});
