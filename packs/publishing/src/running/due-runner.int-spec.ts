import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { usePack } from '@trellis/testing/jest';
import { PostLibrary } from '../posts/post-library.spec-support.ts';
import { SchedulePostService } from '../posts/schedule-post.service.ts';
import { Providers } from '../registry/providers.ts';
import { PublishingModule } from '../publishing.module.ts';
import { ZONE_DATA } from '../time/wall-time.ts';
import { DueRunner, DueSteps } from './due-runner.ts';
import { FakeProvider, providersOf } from './fake-provider.spec-support.ts';
import { Leases } from './leases.ts';

describe('the runner of due posts', () => {
  const provider = new FakeProvider();
  const pack = usePack([PublishingModule], { overrides: [[Providers, providersOf(provider)]] });
  const library = new PostLibrary(pack);
  const tick = () => pack.module.get(DueRunner).tick();
  const steps = () => pack.module.get(DueSteps).run(() => false);
  beforeEach(async () => {
    provider.appeared.length = 0;
    await library.start();
  });

  it('publishes what is due, once, with several workers at once, and its photo is posted', async () => {
    const accounts = await Promise.all(Array.from({ length: 4 }, () => library.account()));
    const ids: string[] = [];
    for (const accountId of accounts) for (let n = 0; n < 3; n += 1) ids.push(await library.due({ accountId }));
    for (let round = 0; round < 6; round += 1) await Promise.all(Array.from({ length: 4 }, steps));
    expect([...provider.appeared].sort()).toEqual([...ids].sort());
    for (const id of ids) expect(await library.state(id)).toBe('published');
    const { photos } = await library.post(ids[0] ?? '');
    const posted = `select posted_at is not null as posted, held_by, posted_by from photos where id = $1`;
    expect(await library.query(posted, [photos[0]?.photoId])).toEqual([
      { posted: true, held_by: null, posted_by: ids[0] },
    ]);
    const [{ n }] = await library.query<[{ n: number }]>(`select send_number::int as n from publishing_state`);
    expect(n).toBe(12);
    expect(await readFile(join(pack.config.TRELLIS_DATA_DIR, 'publish-high-water'), 'utf8')).toMatch(/ 12\n$/);
  });

  it('keeps the gap of an account, and skips one that is paused', async () => {
    const spaced = await library.account({ gap: 60 });
    const paused = await library.account();
    const [first, second, third] = [
      await library.due({ accountId: spaced }),
      await library.due({ accountId: spaced }),
      await library.due({ accountId: paused }),
    ];
    await library.query(`update publish_accounts set paused_at = now(), pause_reason = 'x' where id = $1`, [paused]);
    await tick();
    expect([await library.state(first), await library.state(second), await library.state(third)]).toEqual([
      'published',
      'scheduled',
      'scheduled',
    ]);
    await library.query(`update posts set publish_sent_at = publish_sent_at - interval '61 minutes' where id = $1`, [
      first,
    ]);
    await tick();
    expect(await library.state(second)).toBe('published');
  });

  it('fails what is later than it may be, and frees its photos', async () => {
    const id = await library.due();
    await library.age(id, 361);
    await tick();
    expect(await library.post(id)).toMatchObject({
      state: 'failed',
      reason: 'missed_window',
      lastError: { code: 'missed_window' },
    });
    expect(
      await library.query(`select held_by from photos where id = $1`, [(await library.post(id)).photos[0]?.photoId]),
    ).toEqual([{ held_by: null }]);
    expect(provider.appeared).toEqual([]);
  });

  it('checks a post again before its time, and names what it lacks by now', async () => {
    const id = await library.due();
    await library.query(
      `update photos set readiness = 'needs_crop', readiness_reasons = '[{"key":"ratio_not_allowed"}]' where held_by = $1`,
      [id],
    );
    await tick();
    expect(await library.post(id)).toMatchObject({
      state: 'failed',
      reason: 'preflight_failed',
      lastError: { problems: [{ code: 'photo_not_ready', position: 0 }] },
    });
    expect(provider.appeared).toEqual([]);
  });

  it('lets a repetition pass that was judged at scheduling: a later post does not fail an earlier one', async () => {
    const [first, second] = [
      await library.draft({ caption: 'Good morning' }),
      await library.draft({ accountId: await library.account(), caption: 'Good morning' }),
    ];
    const schedules = pack.module.get(SchedulePostService);
    await schedules.publishNow(first);
    await expect(schedules.publishNow(second)).rejects.toMatchObject({ code: 'duplicate_caption' });
    await schedules.publishNow(second, { force: true });
    await tick();
    expect([await library.state(first), await library.state(second)]).toEqual(['published', 'published']);
  });

  it('returns what a dead process had not sent, and does not know what became of the rest', async () => {
    const [asked, sent] = [await library.due(), await library.due({ accountId: await library.account() })];
    const leases = pack.module.get(Leases);
    // A post is looked at again before it is taken.
    expect(await leases.take(['instagram'])).toBeUndefined();
    await library.query(`update posts set checked_at = now() where id = any($1)`, [[asked, sent]]);
    const one = await leases.take(['instagram']);
    const two = await leases.take(['instagram']);
    if (two) await leases.markSent(two);
    await library.query(`update posts set lease_until = now() - interval '1 second' where state = 'publishing'`);
    await leases.reclaim();
    expect([one?.postId, two?.postId]).toEqual([asked, sent]);
    expect([await library.state(asked), await library.state(sent)]).toEqual(['scheduled', 'unknown']);
    await expect(leases.renew(one as never)).rejects.toThrow('lost');
    await expect(leases.markSent(one as never)).rejects.toThrow('lost');
    await tick();
    expect(provider.appeared).toEqual([asked]);
  });

  it('writes what the provider reports: later, failed, unknown', async () => {
    const outcomes = [
      { outcome: 'later', seconds: 60, code: 'quota', detail: 'x' },
      { outcome: 'failed', code: 'content', detail: 'x' },
    ] as const;
    for (const outcome of outcomes) provider.script.push(() => Promise.resolve(outcome));
    provider.script.push(async (_post, acts) => {
      await acts.sending();
      throw new Error('cut');
    });
    const ids = [];
    for (let n = 0; n < 3; n += 1) ids.push(await library.due({ accountId: await library.account() }));
    await tick();
    const [later = '', failed = '', unknown = ''] = ids;
    expect(await library.post(later)).toMatchObject({
      state: 'scheduled',
      nextAttemptAt: expect.any(Date),
      lastError: { code: 'quota' },
      attempts: 0,
    });
    expect(await library.post(failed)).toMatchObject({ state: 'failed', reason: 'content' });
    expect(await library.post(unknown)).toMatchObject({ state: 'unknown' });
  });

  it('moves a post of a wall time when the rules of the zones have changed', async () => {
    const id = await library.draft();
    await pack.module.get(SchedulePostService).schedule(id, { localTime: '2030-07-01T10:00' });
    await library.query(
      `update posts set scheduled_at = scheduled_at + interval '1 hour', zone_data = 'old' where id = $1`,
      [id],
    );
    await tick();
    expect((await library.post(id)).scheduledAt?.toISOString()).toBe('2030-07-01T08:00:00.000Z');
    expect(await library.query(`select zone_data from posts where id = $1`, [id])).toEqual([{ zone_data: ZONE_DATA }]);
  });
});
