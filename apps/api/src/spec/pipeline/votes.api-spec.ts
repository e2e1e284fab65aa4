import { aPreparedRun } from '../support/library.spec-support.ts';
import { UNKNOWN_ID } from '../support/open-run.spec-support.ts';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';

interface Vote {
  id: string;
  candidateA: string;
  candidateB: string;
  before: { a: number; b: number };
  after: { a: number; b: number };
}
interface NextPair {
  pair: { stepId: string; a: { id: string }; b: { id: string } } | null;
  reason: string | null;
  votesCast: number;
  activeCandidates: number;
}
interface Candidate {
  id: string;
  eloScore: number;
  voteCount: number;
}

describe('votes', () => {
  const app = useApp();
  const library = useLibrary(app);

  const aRun = (candidates: number) => aPreparedRun(app, library, { candidates, winner: false });
  const vote = (runId: string, candidateA?: string, candidateB?: string, outcome = 'a') =>
    app.call('post', `/runs/${runId}/votes`, { candidateA, candidateB, outcome });
  const asked = async (request: ReturnType<typeof vote>) => request;
  const candidate = (id?: string) => app.ok<Candidate>('get', `/candidates/${id}`);
  const next = (runId: string, skip = '') =>
    app.ok<NextPair>('get', `/runs/${runId}/next-pair${skip && `?skip=${skip}`}`);
  const undo = (runId: string) => app.call('delete', `/runs/${runId}/votes/latest`);

  it('move both scores by the Elo delta, and are undone exactly', async () => {
    const { runId, candidateIds } = await aRun(2);
    const [a, b] = candidateIds;
    const cast = await vote(runId, a, b, 'b');
    expect([cast.status, cast.body]).toEqual([
      201,
      {
        id: expect.any(String),
        candidateA: a,
        candidateB: b,
        outcome: 'b',
        before: { a: 1000, b: 1000 },
        after: { a: 984, b: 1016 },
      },
    ]);
    expect(await candidate(a)).toMatchObject({ eloScore: 984, voteCount: 1 });
    const undone = await undo(runId);
    expect([undone.status, undone.body]).toEqual([200, cast.body]);
    expect(await candidate(a)).toMatchObject({ eloScore: 1000, voteCount: 0 });
    expect(await candidate(b)).toMatchObject({ eloScore: 1000, voteCount: 0 });
    expect((await undo(runId)).body).toMatchObject({ code: 'nothing_to_undo', status: 409 });
    expect(await app.ok('get', `/runs/${runId}/votes`)).toMatchObject({ items: [] });
    expect(await app.ok('get', `/runs/${runId}/votes?undone=true`)).toMatchObject({
      items: [{ id: cast.body.id, actor: 'key:tester', undoneAt: expect.any(String) }],
    });
    expect((await vote(runId, b, a)).status).toBe(201);
  });

  it('are undone one by one, the latest first', async () => {
    const { runId, candidateIds } = await aRun(3);
    const [a, b, c] = candidateIds;
    const cast = [];
    for (const [x, y] of [
      [a, b],
      [b, c],
      [c, a],
    ])
      cast.push((await vote(runId, x, y)).body as Vote);
    const listed = await app.ok<{ items: Vote[] }>('get', `/runs/${runId}/votes?undone=false`);
    expect(listed.items.map(({ id }) => id)).toEqual(cast.map(({ id }) => id).reverse());
    for (const { id } of [...cast].reverse()) expect((await undo(runId)).body.id).toBe(id);
    for (const id of candidateIds) expect(await candidate(id)).toMatchObject({ eloScore: 1000, voteCount: 0 });
  });

  it('count a draw, which gains the weaker candidate points', async () => {
    const { runId, candidateIds } = await aRun(2);
    await app.dataSource.query('update image_candidates set elo_score = 1200 where id = $1', [candidateIds[0]]);
    expect((await vote(runId, candidateIds[0], candidateIds[1], 'draw')).body).toMatchObject({
      before: { a: 1200, b: 1000 },
      after: { a: 1192, b: 1008 },
    });
  });

  it('are refused with a code where they make no sense', async () => {
    const { runId, candidateIds } = await aRun(3);
    const [a, b, c] = candidateIds;
    const other = await aRun(1);
    await vote(runId, a, b);
    await app.ok('post', `/candidates/${c}/rejection`);
    const refusals: [Promise<{ status: number; body: { code: string } }>, number, string][] = [
      [asked(vote(runId, a, b)), 409, 'already_voted'],
      [asked(vote(runId, b, a)), 409, 'already_voted'],
      [asked(vote(runId, a, a)), 422, 'not_comparable'],
      [asked(vote(runId, a, a?.toUpperCase())), 422, 'not_comparable'],
      [asked(vote(runId, a, c)), 422, 'not_comparable'],
      [asked(vote(runId, a, other.candidateIds[0])), 422, 'not_comparable'],
      [asked(vote(runId, a, UNKNOWN_ID)), 422, 'candidate_not_found'],
      [asked(vote(UNKNOWN_ID, a, b)), 404, 'run_not_found'],
      [asked(vote(runId, a, b, 'c')), 400, 'validation_failed'],
    ];
    for (const [answer, status, code] of refusals) {
      const { status: actual, body } = await answer;
      expect([actual, body.code]).toEqual([status, code]);
    }
    await app.ok('post', `/runs/${runId}/completion`);
    expect((await vote(runId, a, b)).body).toMatchObject({ code: 'run_closed', status: 409 });
    expect((await undo(runId)).body).toMatchObject({ code: 'run_closed', status: 409 });
  });

  it('are refused between candidates of different steps', async () => {
    const steps = [1, 2].map((position) => ({ name: `step ${position}`, position, workflowTemplate: '{}' }));
    const pipeline = await app.ok<{ id: string; steps: [{ id: string }, { id: string }] }>('post', '/pipelines', {
      name: 'two steps',
      steps,
    });
    const run = await app.ok<{ id: string }>('post', '/runs', { pipelineId: pipeline.id });
    const { files } = await aRun(1);
    const ids = [];
    for (const { id: stepId } of pipeline.steps) {
      const body = { stepId, imagePath: files[0]?.path };
      ids.push((await app.ok<{ id: string }>('post', `/runs/${run.id}/candidates`, body)).id);
    }
    expect((await vote(run.id, ids[0], ids[1])).body).toMatchObject({ code: 'not_comparable', status: 422 });
  });

  it('by 20 people at once: exactly one of the two directions of 100 pairs counts', async () => {
    const { runId, candidateIds } = await aRun(25);
    const pairs = candidateIds.flatMap((a, i) => candidateIds.slice(i + 1).map((b) => [a, b] as const)).slice(0, 100);
    const both = pairs.flatMap(([a, b]) => [
      { a, b },
      { a: b, b: a },
    ]);
    const waiting = both
      .map((pair, i) => ({ ...pair, order: (i * 7919) % both.length }))
      .sort((x, y) => x.order - y.order);
    const codes: string[] = [];
    const person = async () => {
      for (let pair = waiting.shift(); pair; pair = waiting.shift()) {
        const { status, body } = await vote(runId, pair.a, pair.b);
        codes.push(status === 201 ? 'counted' : body.code);
      }
    };
    const elsewhere = await aRun(2);
    const people = Promise.all(Array.from({ length: 20 }, person));
    expect((await vote(elsewhere.runId, ...(elsewhere.candidateIds as [string, string]))).status).toBe(201);
    await people;
    expect(codes.filter((code) => code === 'counted')).toHaveLength(100);
    expect(codes.filter((code) => code === 'already_voted')).toHaveLength(100);
    const [sum] = await app.dataSource.query(
      'select sum(elo_score)::int as scores, sum(vote_count)::int as votes from image_candidates where run_id = $1',
      [runId],
    );
    expect(sum).toEqual({ scores: 25_000, votes: 200 });
    expect(await next(runId)).toMatchObject({ votesCast: 100, activeCandidates: 25 });
  });

  it('lead two people through a whole run to a winner, by the answers alone', async () => {
    const { runId, candidateIds } = await aRun(7);
    const seen = new Set<string>();
    let counted = 0;
    const person = async () => {
      for (;;) {
        const { pair } = await next(runId);
        if (!pair) return;
        expect(JSON.stringify(pair)).not.toMatch(/score|elo/i);
        const better = candidateIds.indexOf(pair.a.id) < candidateIds.indexOf(pair.b.id) ? 'a' : 'b';
        const { status } = await vote(runId, pair.a.id, pair.b.id, better);
        if (status === 201) counted += 1;
        seen.add([pair.a.id, pair.b.id].sort().join());
      }
    };
    await Promise.all([person(), person()]);
    expect([counted, seen.size]).toEqual([21, 21]);
    expect(await next(runId)).toEqual({ pair: null, reason: 'all_voted', votesCast: 21, activeCandidates: 7 });
    const { items } = await app.ok<{ items: Candidate[] }>('get', `/runs/${runId}/candidates`);
    const best = items.reduce((one, two) => (two.eloScore > one.eloScore ? two : one));
    expect(best.id).toBe(candidateIds[0]);
    await app.ok('put', `/runs/${runId}/winner`, { candidateId: best.id });
    await app.ok('post', `/runs/${runId}/completion`);
    expect(await app.settled(runId)).toMatchObject({ state: 'linked', candidateId: best.id });
  });
});
