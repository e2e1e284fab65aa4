import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { usePack } from '@trellis/testing/jest';
import { PublishingGuard } from '../guard/publishing-guard.ts';
import { SendNumber } from '../guard/send-number.ts';
import { PublishingModule } from '../publishing.module.ts';
import { MovePostService } from './move-post.service.ts';
import { PostLibrary } from './post-library.spec-support.ts';
import { SchedulePostService } from './schedule-post.service.ts';

describe('a post that a person has posted', () => {
  const pack = usePack([PublishingModule]);
  const library = new PostLibrary(pack);
  beforeEach(() => library.start());
  const fail = (id: string) => pack.module.get(MovePostService).resolve(id, 'failed');

  it('is counted in a file that exists before, so that a process may die in between', async () => {
    const [guard, sends] = [pack.module.get(PublishingGuard), pack.module.get(SendNumber)];
    const path = join(pack.config.TRELLIS_DATA_DIR, 'publish-high-water');
    await rm(path, { force: true });
    await sends.prepare();
    await pack.dataSource.transaction((manager) => sends.raise(manager));
    expect((await guard.check()).state).toBe('running');
    await rm(path);
    expect((await guard.check()).state).toBe('confirm_resume');
  });

  it('leaves the photo with the post that holds it now, and the instant with the post that has it', async () => {
    const photo = await library.photo();
    const when = { at: new Date(Date.now() + 3_600_000).toISOString() };
    const schedules = pack.module.get(SchedulePostService);
    const [failed, next] = [await library.draft({ photoIds: [photo] }), await library.draft({ photoIds: [photo] })];
    await schedules.schedule(failed, when);
    // As a worker leaves it whose outcome a person has resolved.
    for (const state of ['publishing', 'unknown'])
      await library.query(
        `update posts set state = $2, publish_sent_at = now(), lease_token = case $2 when 'publishing' then gen_random_uuid() end,
          lease_until = case $2 when 'publishing' then now() end where id = $1`,
        [failed, state],
      );
    await fail(failed);
    await schedules.schedule(next, when);
    await pack.module.get(MovePostService).posted(failed, new Date());
    expect(await library.post(failed)).toMatchObject({ state: 'published', scheduledAt: null, slotId: null });
    expect(await library.post(next)).toMatchObject({ state: 'scheduled', scheduledAt: new Date(when.at) });
    expect(
      await library.query(`select held_by, posted_by, posted_at is not null as posted from photos where id = $1`, [
        photo,
      ]),
    ).toEqual([{ held_by: next, posted_by: failed, posted: true }]);
  });
});
