import { aPreparedRun, type PreparedRun } from '../support/library.spec-support.ts';
import { SignedIn } from '../support/session.spec-support.ts';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';

interface Pairs {
  pairs: { stepId: string; a: { id: string }; b: { id: string } }[];
  reason: string | null;
  openPairs: number;
  votesCast: number;
}

describe('pairs to come', () => {
  const app = useApp({ works: false });
  const library = useLibrary(app);
  let run: PreparedRun;
  beforeEach(async () => {
    run = await aPreparedRun(app, library, { candidates: 4, winner: false });
  });
  const pairs = (query: string) => app.ok<Pairs>('get', `/runs/${run.runId}/pairs?${query}`);
  const bodyOf = ({ a, b }: Pairs['pairs'][number], outcome = 'a') => ({
    candidateA: a.id,
    candidateB: b.id,
    outcome,
  });

  it('come with each vote, in one answer', async () => {
    const first = await pairs('ahead=2');
    expect(first).toMatchObject({ reason: null, openPairs: 6, votesCast: 0 });
    expect(first.pairs).toHaveLength(2);
    let next = first.pairs[0];
    let last: Pairs | undefined;
    for (let n = 0; next && n < 10; n += 1) {
      last = await app.ok<Pairs & { id: string }>('post', `/runs/${run.runId}/votes?ahead=4`, bodyOf(next));
      expect(last).toMatchObject({ votesCast: n + 1, openPairs: 5 - n });
      next = last.pairs[0];
    }
    expect(last).toMatchObject({ pairs: [], reason: 'all_voted', openPairs: 0, votesCast: 6 });
    expect(await pairs('ahead=8')).toMatchObject({ pairs: [], reason: 'all_voted' });
  });

  it('leave out what is skipped, and refuse a wrong number', async () => {
    const { pairs: all } = await pairs('ahead=8');
    const skip = all.slice(0, 5).map(({ a, b }) => `${b.id}:${a.id}`);
    expect((await pairs(`ahead=8&skip=${skip.join(',')}`)).pairs).toHaveLength(1);
    for (const ahead of ['0', '9', 'x', ''])
      expect((await app.call('get', `/runs/${run.runId}/pairs?ahead=${ahead}`)).status).toBe(400);
  });

  it('keep to one step, when asked', async () => {
    const { pairs: all } = await pairs('ahead=8');
    const stepId = all[0]?.stepId ?? '';
    expect((await pairs(`ahead=8&stepId=${stepId.toUpperCase()}`)).pairs).toEqual(all);
    expect((await pairs(`ahead=8&stepId=${run.runId}`)).pairs).toEqual([]);
    expect((await app.call('get', `/runs/${run.runId}/pairs?stepId=x`)).status).toBe(400);
  });

  it('are not needed once the standings are settled', async () => {
    const standings = () => app.ok<object>('get', `/runs/${run.runId}/standings`);
    expect(await standings()).toMatchObject({ settled: false, votesToGo: 6 });
    for (let next = (await pairs('ahead=1')).pairs[0]; next;)
      next = (await app.ok<Pairs>('post', `/runs/${run.runId}/votes?ahead=1`, bodyOf(next))).pairs[0];
    const settled = await standings();
    expect(settled).toMatchObject({ settled: true, votesToGo: 0 });
    expect(settled).toMatchObject({ items: [{ rank: 1, votes: 3 }, { rank: 2 }, { rank: 3 }, { rank: 4 }] });
    expect((await app.call('get', `/runs/${run.runId}/standings?stepId=${run.runId}`)).status).toBe(404);
    expect((await app.call('get', `/runs/${run.runId}/standings?stepId=x`)).status).toBe(400);
  });

  it('answer a vote without them as before', async () => {
    const {
      pairs: [next],
    } = await pairs('ahead=1');
    if (!next) throw new Error('a pair');
    const answer = await app.ok<object>('post', `/runs/${run.runId}/votes`, bodyOf(next));
    expect(Object.keys(answer).sort()).toEqual(['after', 'before', 'candidateA', 'candidateB', 'id', 'outcome']);
  });

  it('are undone one by one, by the one who voted', async () => {
    const other = await SignedIn.as(app, 'operator', { name: 'other curator' });
    const cast = async () => {
      const {
        pairs: [next],
      } = await pairs('ahead=1');
      if (!next) throw new Error('a pair');
      return (await app.ok<{ id: string }>('post', `/runs/${run.runId}/votes`, bodyOf(next))).id;
    };
    const [first, second] = [await cast(), await cast()];
    const path = (id: string) => `/runs/${run.runId}/votes/${id}`;
    expect((await app.call('delete', path(first))).body).toMatchObject({ status: 409, code: 'not_latest' });
    expect((await other.call('delete', path(second))).body).toMatchObject({ status: 409, code: 'not_own_vote' });
    expect((await other.call('delete', `${path(second)}?anyone=true`)).status).toBe(200);
    expect((await app.call('delete', path(first))).status).toBe(200);
    expect((await app.call('delete', path(run.runId))).body).toMatchObject({ status: 404, code: 'vote_not_found' });
    expect(await pairs('ahead=1')).toMatchObject({ votesCast: 0, openPairs: 6 });
  });
});
