import { PhotosFacade } from '@trellis/photos';
import { violatedConstraint } from '@trellis/database';
import { DomainError, newId } from '@trellis/kernel';
import { seeded } from '@trellis/testing';
import { usePack } from '@trellis/testing/jest';
import { Providers } from '../registry/providers.ts';
import { PublishingModule } from '../publishing.module.ts';
import { DueSteps } from '../running/due-runner.ts';
import { FakeProvider, providersOf } from '../running/fake-provider.spec-support.ts';
import { DraftsService } from './drafts.service.ts';
import { MovePostService } from './move-post.service.ts';
import { PostLibrary } from './post-library.spec-support.ts';
import { SchedulePostService } from './schedule-post.service.ts';

/** What must be true of every post and photo, whatever was done: the rows that contradict it. */
const CONTRADICTIONS: Readonly<Record<string, string>> = {
  'a photo is held exactly by the post that waits with it': `
    select p.id from photos p left join post_photos o on o.photo_id = p.id and o.holds where p.held_by is distinct from o.post_id`,
  'a post holds exactly while it waits or is sent': `
    select o.post_id from post_photos o join posts p on p.id = o.post_id
    where o.holds <> (p.state in ('scheduled', 'publishing', 'unknown'))`,
  'the photos of a published post are posted': `
    select p.id from posts p join post_photos o on o.post_id = p.id join photos f on f.id = o.photo_id
    where p.state = 'published' and f.posted_at is null`,
  'a photo is posted by a published post': `
    select f.id from photos f where f.posted_by is not null
      and not exists (select 1 from posts p where p.id = f.posted_by and p.state = 'published')`,
  'what waits has all of its photos': `
    select post_id from post_photos o join posts p on p.id = o.post_id
    where p.state in ('scheduled', 'publishing', 'unknown') and o.photo_id is null`,
};

/** A refusal is an answer; anything else is a fault. */
async function attempt(act: (() => Promise<unknown>) | undefined, refusals: Set<string>): Promise<void> {
  try {
    await act?.();
  } catch (error) {
    // A post that is made older by the test may meet another one.
    if (violatedConstraint(error) === 'uq_posts_instant') return;
    if (!(error instanceof DomainError)) throw error;
    refusals.add(error.code);
  }
}

describe('any interleaving of what people and workers do', () => {
  const provider = new FakeProvider();
  const pack = usePack([PublishingModule], { overrides: [[Providers, providersOf(provider)]] });
  const library = new PostLibrary(pack);

  it.each([1, 2, 3, 4, 5, 6])(
    'keeps every invariant, and publishes nothing twice (seed %s)',
    async (seed) => {
      await library.start();
      const below = seeded(seed);
      const photoIds = await Promise.all(Array.from({ length: 4 }, () => library.photo()));
      const posts: string[] = [];
      const [drafts, schedules, moves] = [
        pack.module.get(DraftsService),
        pack.module.get(SchedulePostService),
        pack.module.get(MovePostService),
      ];
      const some = () => posts[below(posts.length)] ?? newId();
      const acts: (() => Promise<unknown>)[] = [
        async () =>
          posts.push(
            await library.draft({
              photoIds: [photoIds[below(4)] ?? '', ...(below(3) ? [] : [photoIds[below(4)] ?? ''])],
            }),
          ),
        () => drafts.update(some(), { caption: `edited ${below(1e9)}` }),
        () => drafts.update(some(), { photoIds: [photoIds[below(4)] ?? ''] }),
        () =>
          schedules.schedule(some(), { localTime: `2030-01-0${1 + below(3)}T10:00` }, { allowRepost: below(2) === 0 }),
        () => schedules.publishNow(some(), { allowRepost: below(2) === 0 }),
        () => schedules.retry(some(), {}),
        () => moves.unschedule(some()),
        () => moves.cancel(some()),
        () => moves.posted(some(), new Date(0)),
        () => drafts.delete(some()),
        () => library.age(some(), 361),
        () => pack.module.get(DueSteps).run(() => false),
        () =>
          pack.dataSource.transaction((manager) =>
            pack.module.get(PhotosFacade).delete(manager, photoIds[below(4)] ?? '', 'test', 'test'),
          ),
      ];
      const refusals = new Set<string>();
      for (let step = 0; step < 120; step += 1) {
        // Two at once: they race for locks.
        await Promise.all([attempt(acts[below(acts.length)], refusals), attempt(acts[below(acts.length)], refusals)]);
        for (const [what, sql] of Object.entries(CONTRADICTIONS))
          expect([what, await library.query(sql)]).toEqual([what, []]);
      }
      expect(refusals.size).toBeGreaterThan(3);
      expect(new Set(provider.appeared).size).toBe(provider.appeared.length);
    },
    120_000,
  );
});
