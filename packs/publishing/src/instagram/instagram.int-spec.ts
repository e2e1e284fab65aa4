import { AccountsService } from '../accounts/accounts.service.ts';
import { SchedulePostService } from '../posts/schedule-post.service.ts';
import { Leases } from '../running/leases.ts';
import { TOKEN, useInstagram } from './instagram-library.spec-support.ts';

describe('a post on Instagram', () => {
  const use = useInstagram();
  const { library, pack } = use;
  const account = async () =>
    (
      await library.query<Record<string, unknown>[]>(`select * from publish_accounts where id = $1`, [
        library.accountId,
      ])
    )[0];

  it('is published once, with its caption, hashtags, alt text and flag, and its photo is posted', async () => {
    const photoId = await library.photo();
    const id = await library.draft({ photoIds: [photoId], caption: 'Good morning' });
    await library.query(`update posts set hashtags = '{coffee,quay}', is_ai_generated = true where id = $1`, [id]);
    await library.query(`update post_photos set alt_text = 'A cup' where post_id = $1`, [id]);
    await pack.module.get(SchedulePostService).publishNow(id);
    await use.until(id, 'published');
    expect(use.media()).toMatchObject([
      { caption: 'Good morning\n\n#coffee #quay', isAiGenerated: true, altTexts: ['A cup'], children: [] },
    ]);
    const post = await library.post(id);
    expect(post).toMatchObject({ providerMediaId: use.media()[0]?.id, attempts: 1, lastError: null });
    expect(post.permalink).toMatch(/^https:\/\/www\.instagram\.com\/p\//);
    expect(
      await library.query(`select posted_at is not null as posted, held_by from photos where id = $1`, [photoId]),
    ).toEqual([{ posted: true, held_by: null }]);
    expect(await account()).toMatchObject({ quota_used: 0, quota_total: 100 });
  });

  it('shows the pictures of a carousel in their order, each with its own text', async () => {
    const photoIds = [await library.photo(), await library.photo(), await library.photo()];
    const id = await library.draft({ photoIds });
    await library.query(`update post_photos set alt_text = 'number ' || position where post_id = $1`, [id]);
    await pack.module.get(SchedulePostService).publishNow(id);
    await use.until(id, 'published');
    expect(use.media()).toMatchObject([{ altTexts: ['number 0', 'number 1', 'number 2'] }]);
    const urls = use.media()[0]?.children.map((child) => use.fake.account.container(child).imageUrl);
    expect(urls?.map((url) => photoIds.findIndex((photo) => url?.includes(photo)))).toEqual([0, 1, 2]);
  });

  it.each([
    ['media', 'drop_answer_after', 2],
    ['media', 'error_500', 1],
    ['media', 'html', 1],
    ['media', 'slow', 1],
    ['media', 'error_container', 2],
    ['media_publish', 'drop_answer_after', 1],
    ['media_publish', 'execute_later', 1],
    ['media_publish', 'lie_2207051', 1],
    ['media_publish', 'error_500', 1],
    ['media_publish', 'html', 1],
    ['media_publish', 'slow', 1],
    ['media_publish', 'error_container', 2],
    ['status', 'error_500', 1],
    ['status', 'html', 1],
    ['status', 'drop_answer_after', 1],
    ['status', 'error_container', 2],
    ['content_publishing_limit', 'error_500', 1],
    ['content_publishing_limit', 'html', 1],
  ] as const)('appears once when %s answers with %s', async (on, trick, containers) => {
    use.order({ on, do: trick, seconds: 0.2 });
    const id = await library.due();
    await use.until(id, 'published');
    expect(use.media()).toHaveLength(1);
    expect(use.fake.account.containers.size).toBe(containers);
    expect((await library.post(id)).providerMediaId).toBe(use.media()[0]?.id);
    expect(await account()).toMatchObject({ paused_at: null });
  });

  it('is found again by time, type and caption when its answer was lost, and by none of them alone', async () => {
    const [first, second] = [await library.due(), await library.due()];
    use.order({ on: 'media_publish', do: 'drop_answer_after', times: 2 });
    await use.until(first, 'published');
    await use.until(second, 'published');
    const ids = use.media().map(({ id }) => id);
    expect([(await library.post(first)).providerMediaId, (await library.post(second)).providerMediaId]).toEqual(ids);
  });

  it('is published without its address where two media could be it', async () => {
    const caption = 'the same words';
    const first = await library.draft({ caption });
    await pack.module.get(SchedulePostService).publishNow(first);
    use.order({ on: 'media_publish', do: 'drop_answer_after' });
    const other = { id: '17900000000099999', containerId: '1', caption, children: [], isAiGenerated: false };
    use.fake.account.media.push({ ...other, altTexts: [null], publishedAt: Date.now() });
    await use.until(first, 'published');
    expect(await library.post(first)).toMatchObject({ providerMediaId: null, needsPermalink: true });
  });

  it('waits for a new token when the old one has ended, and goes on with it', async () => {
    use.order({ on: 'media', do: 'auth_463' });
    const id = await library.due();
    await use.tick();
    expect(await library.post(id)).toMatchObject({
      state: 'scheduled',
      attempts: 0,
      lastError: { code: 'needs_login' },
    });
    expect(await account()).toMatchObject({ pause_reason: 'needs_login', paused_until: null });
    await pack.module.get(AccountsService).setToken(library.accountId, TOKEN);
    await use.until(id, 'published');
    expect(use.media()).toHaveLength(1);
  });

  it('waits for as long as Instagram takes no requests', async () => {
    use.order({ on: 'media', do: 'rate_4' });
    const id = await library.due();
    await use.tick();
    expect(await account()).toMatchObject({ pause_reason: 'rate_limited', paused_until: expect.any(Date) });
    expect(await library.state(id)).toBe('scheduled');
    await library.query(`update publish_accounts set paused_until = now() where id = $1`, [library.accountId]);
    await library.query(`update posts set next_attempt_at = now() where id = $1`, [id]);
    await use.until(id, 'published');
    expect(await account()).toMatchObject({ paused_at: null, pause_reason: null, paused_until: null });
  });

  it.each(['content_publishing_limit', 'media_publish'] as const)(
    'waits an hour when the quota is used, as %s says, and counts nothing',
    async (on) => {
      use.order({ on, do: 'quota_used' });
      const id = await library.due();
      await use.tick();
      const post = await library.post(id);
      expect(post.state).toBe(on === 'media_publish' ? 'unknown' : 'scheduled');
      // An hour of the fast clock.
      expect((post.nextAttemptAt?.getTime() ?? 0) - Date.now()).toBeGreaterThan(10_000);
      await library.query(`update posts set next_attempt_at = now() where id = $1`, [id]);
      await library.query(`update publish_accounts set quota_at = null, quota_used = null, quota_total = null`);
      await use.until(id, 'published');
      expect(use.media()).toHaveLength(1);
    },
  );

  it('fails at once when Instagram refuses a picture, and names its place', async () => {
    const picture = use.picture;
    use.picture = Buffer.from('no picture');
    const id = await library.due({ photoIds: [await library.photo(), await library.photo()] });
    await use.until(id, 'failed');
    use.picture = picture;
    expect(await library.post(id)).toMatchObject({
      ...{ reason: 'content', attempts: 1 },
      lastError: { problems: [{ code: 'content', position: 0 }] },
    });
    expect(use.media()).toEqual([]);
  });

  it('is unknown as long as nothing can be read, and read again until something says what became of it', async () => {
    const id = await library.due();
    use.order({ on: 'media_publish', do: 'drop_answer_after' });
    // The first look at the finished container is answered.
    use.order({ on: 'status', do: 'slow', seconds: 0 });
    use.order({ on: 'status', do: 'html', times: 3 });
    await use.until(id, 'unknown');
    await use.until(id, 'published');
    expect((await library.post(id)).providerMediaId).toBe(use.media()[0]?.id);
    const events = await library.query<{ kind: string }[]>(
      `select kind from post_events where post_id = $1 order by at, id`,
      [id],
    );
    expect(events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['begun', 'unknown', 'read', 'published']));
  });

  it('appears once with several workers, and after a death right after the send', async () => {
    const ids = [await library.due(), await library.due()];
    await library.query(`update posts set checked_at = now()`);
    const leases = pack.module.get(Leases);
    const first = await leases.take(['instagram']);
    if (first) await leases.markSent(first);
    await library.query(`update posts set lease_until = now() - interval '1 second' where state = 'publishing'`);
    await Promise.all([use.tick(), use.tick(), use.tick()]);
    // It was marked as sent before it had a container: a person decides.
    expect(await library.state(ids[0] ?? '')).toBe('unknown');
    await use.until(ids[1] ?? '', 'published');
    expect(use.media()).toHaveLength(1);
  });

  it('gets a refreshed token a day after it was set, in place of the one before, and once a day', async () => {
    const before = await account();
    await use.tick();
    expect((await account())?.['token']).toEqual(before?.['token']);
    await library.query(`update publish_accounts set token_set_at = now() - interval '25 hours'`);
    await use.tick();
    const after = await account();
    expect(after?.['token']).not.toEqual(before?.['token']);
    expect((after?.['token_expires_at'] as Date).getTime()).toBeGreaterThan(Date.now() + 59 * 24 * 3_600_000);
    const id = await library.due();
    await use.until(id, 'published');
    const asked = () => use.fake.requests.filter(({ path }) => path === '/refresh_access_token').length;
    expect(asked()).toBe(1);
    await use.tick();
    expect(asked()).toBe(1);
  });
});
