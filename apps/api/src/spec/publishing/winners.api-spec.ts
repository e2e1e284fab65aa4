import { seeded } from '@trellis/testing';
import { aLinkedRun } from '../support/library.spec-support.ts';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';
import { Publishing } from './publishing.spec-support.ts';

interface Run {
  runId: string;
  candidateIds: string[];
}

/** What must be true of links, photos and posts, whatever was done: the rows that contradict it. */
const CONTRADICTIONS: Readonly<Record<string, string>> = {
  'a photo is held exactly by the post that waits with it': `
    select p.id from photos p left join post_photos o on o.photo_id = p.id and o.holds where p.held_by is distinct from o.post_id`,
  'what waits has all of its photos': `
    select o.post_id from post_photos o join posts p on p.id = o.post_id
    where p.state = 'scheduled' and (o.photo_id is null or not o.holds)`,
  'a published photo stays': `
    select p.id from posts p join post_photos o on o.post_id = p.id where p.state = 'published' and o.photo_id is null`,
  'a linked photo is of the winner': `
    select l.run_id from cluster_links l join photos p on p.id = l.photo_id
    left join image_candidates c on c.run_id = l.run_id and c.is_winner
    where l.state = 'linked' and p.image_candidate_id is distinct from c.id`,
  'a link says photo_held while its photo is held, and only then': `
    select l.run_id from cluster_links l left join photos p on p.id = l.photo_id
    where l.reason = 'photo_held' and p.held_by is null`,
};

describe('winners that change while posts hold their photos', () => {
  const app = useApp();
  const library = useLibrary(app);

  it.each([1, 2, 3, 4])(
    'lose no photo, and are linked when nothing holds any more (seed %s)',
    async (seed) => {
      const publishing = new Publishing(app, library);
      const below = seeded(seed);
      const accountId = await publishing.account();
      const runs: Run[] = [];
      for (let n = 0; n < 2; n += 1) runs.push(await aLinkedRun(app, library, { candidates: 3 }));
      const posts: string[] = [];
      const run = () => runs[below(runs.length)] as Run;
      const winner = ({ runId, candidateIds }: Run) =>
        app.call('put', `/runs/${runId}/winner`).send({ candidateId: candidateIds[below(candidateIds.length)] });
      const post = async ({ runId }: Run) => {
        const { photoId } = await app.ok<{ photoId: string | null }>('get', `/runs/${runId}/link`);
        if (!photoId) return;
        // What a picture of a test lacks is not what is asked for here.
        await app.dataSource.query(`update photos set readiness = 'ready', readiness_reasons = '[]' where id = $1`, [
          photoId,
        ]);
        const { id } = await publishing.draft(accountId, [photoId]);
        const { status } = await publishing.act(id, 'schedule', { localTime: `2032-01-01T10:${10 + posts.length}` });
        if (status === 200) posts.push(id);
      };
      const acts: (() => unknown)[] = [
        () => winner(run()),
        () => winner(run()),
        () => app.call('delete', `/runs/${run().runId}/winner`),
        () => app.call('patch', `/runs/${run().runId}`).send({ clusterId: below(2) ? library.clusterId : null }),
        () => post(run()),
        () => post(run()),
        () => publishing.act(posts[below(posts.length)] ?? accountId, 'cancel'),
        () => publishing.act(posts[below(posts.length)] ?? accountId, 'unschedule'),
        () =>
          below(4) ||
          publishing.act(posts[below(posts.length)] ?? accountId, 'posted', { postedAt: '2026-01-01T00:00:00Z' }),
      ];
      for (let step = 0; step < 40; step += 1) {
        await acts[below(acts.length)]?.();
        for (const { runId } of runs) await app.settled(runId);
        for (const [what, sql] of Object.entries(CONTRADICTIONS))
          expect([what, await app.dataSource.query(sql)]).toEqual([what, []]);
      }
      for (const id of posts) await publishing.act(id, 'cancel');
      for (const { runId, candidateIds } of runs) {
        await app.ok('patch', `/runs/${runId}`, { clusterId: library.clusterId });
        await app.ok('put', `/runs/${runId}/winner`, { candidateId: candidateIds[0] });
        const { state, reason } = await app.settled(runId);
        expect([state, reason]).toEqual(reason === 'photo_posted' ? ['failed', 'photo_posted'] : ['linked', null]);
      }
    },
    120_000,
  );
});
