import { aPng, untilDeadline } from '@trellis/testing';
import { inHours } from '../publishing/publishing.spec-support.ts';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';
import { Ideas, type Suggestion } from './strategy.spec-support.ts';

interface Gaps {
  score: number;
  needed: number;
  ready: number;
  planned: number;
  missing: number;
  pillars: { lastsUntil: string; reasons: { key: string }[] }[];
  actions: { do: string; clusterId?: string; runId?: string; photoIds?: string[] }[];
}
interface Pair {
  a: { id: string };
  b: { id: string };
}

const CANDIDATES = 4;

describe('the way from a gap to a post', () => {
  const app = useApp();
  const library = useLibrary(app);

  it('moves the numbers of the gap as the formula has it', async () => {
    const ideas = new Ideas(app);
    const { personaId, pillarId } = await ideas.pillar({ weight: 100 });
    await app.ok('patch', `/personas/${personaId}`, { postsPerWeek: 1 });
    const gaps = () => app.ok<Gaps>('get', `/personas/${personaId}/gaps`);

    const empty = await gaps();
    expect(empty).toMatchObject({ needed: 4, ready: 0, planned: 0, missing: 4, score: 0 });
    expect(empty.actions).toMatchObject([{ do: 'create_cluster' }]);

    const [idea] = (await ideas.ended(await ideas.order(pillarId, { count: 1 }))).suggestions as [Suggestion];
    const { clusterId, runId } = await ideas.accept(idea.id, { pipelineId: library.pipelineId });
    expect((await gaps()).actions).toMatchObject([{ do: 'generate', clusterId }]);

    await upload(runId as string);
    expect((await gaps()).actions).toMatchObject([{ do: 'pick_winner', runId }, { do: 'generate' }]);
    const winnerId = await vote(runId as string);
    await app.ok('put', `/runs/${runId}/winner`, { candidateId: winnerId });
    await app.ok('post', `/runs/${runId}/completion`);
    const { photoId } = await app.settled(runId as string);
    await untilDeadline('the photo to be ready', async () => {
      const { readiness } = await app.ok<{ readiness: { state: string } }>('get', `/photos/${photoId}`);
      return readiness.state === 'ready';
    });
    // supply = 1/4 = 0.25: 70 × 0.25 = 17.5, half up.
    expect(await gaps()).toMatchObject({ ready: 1, planned: 0, missing: 3, score: 18 });

    const postId = await plan(personaId, pillarId);
    // supply stays, plan = 1/4: 17.5 + 2.5.
    expect(await gaps()).toMatchObject({ ready: 0, planned: 1, missing: 3, score: 20 });

    await app.ok('post', `/posts/${postId}/posted`, { postedAt: inHours(0) });
    // Nothing is left, and the last post is of today: 20 × 1.
    const posted = await gaps();
    expect(posted).toMatchObject({ ready: 0, planned: 0, missing: 4, score: 20 });
    expect(posted.pillars[0]?.reasons.map(({ key }) => key)).toEqual(['no_ready_photos', 'short', 'nothing_dated']);
    expect(await app.ok('get', `/photos/${photoId}`)).toMatchObject({ postedAt: expect.any(String) as string });
  }, 60_000);

  async function upload(runId: string): Promise<void> {
    for (let n = 0; n < CANDIDATES; n += 1) {
      const png = await aPng({ width: 1_080 + n, height: 1_080 });
      const sent = app.call('post', `/runs/${runId}/candidates`).field('stepId', library.stepId);
      expect((await sent.attach('file', png, 'a.png')).status).toBe(201);
    }
  }

  /** Votes on every pair, always for the first one, and returns the best. */
  async function vote(runId: string): Promise<string> {
    for (;;) {
      const { pairs } = await app.ok<{ pairs: Pair[] }>('get', `/runs/${runId}/pairs?ahead=1`);
      const [pair] = pairs;
      if (!pair) break;
      await app.ok('post', `/runs/${runId}/votes`, { candidateA: pair.a.id, candidateB: pair.b.id, outcome: 'a' });
    }
    const best = await app.ok<{ items: { id: string }[] }>('get', `/runs/${runId}/candidates?sort=elo`);
    return best.items[0]?.id as string;
  }

  async function plan(personaId: string, pillarId: string): Promise<string> {
    const account = { provider: 'manual', name: 'by hand', timeZone: 'UTC' };
    const { id } = await app.ok<{ id: string }>('post', `/personas/${personaId}/accounts`, account);
    await app.ok('put', `/accounts/${id}/slots`, { slots: [{ weekday: 1, localTime: '12:00', pillarId }] });
    const [from, to] = [inHours(0).slice(0, 10), inHours(24 * 20).slice(0, 10)];
    const { items } = await app.ok<{ items: { postId: string | null }[] }>('post', `/accounts/${id}/plan`, {
      from,
      to,
    });
    const made = items.flatMap(({ postId }) => postId ?? []);
    expect(made).toHaveLength(1);
    return made[0] as string;
  }
});
