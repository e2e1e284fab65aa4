import { aPreparedRun } from '../support/library.spec-support.ts';
import { UNKNOWN_ID } from '../support/open-run.spec-support.ts';
import { useApp, useLibrary } from '../support/use-app.spec-support.ts';

interface NextPair {
  pair: { stepId: string; a: { id: string }; b: { id: string } } | null;
  reason: string | null;
  votesCast: number;
  activeCandidates: number;
}

describe('the next pair', () => {
  const app = useApp({ works: false });
  const library = useLibrary(app);

  const aRun = (candidates: number) => aPreparedRun(app, library, { candidates, winner: false });
  const next = (runId: string, skip: string[] = []) =>
    app.ok<NextPair>('get', `/runs/${runId}/next-pair${skip.length > 0 ? `?skip=${skip.join(',')}` : ''}`);
  const set = (id: string | undefined, votes: number, elo: number) =>
    app.dataSource.query('update image_candidates set vote_count = $2, elo_score = $3 where id = $1', [id, votes, elo]);

  it('has a reason when there is none', async () => {
    expect(await next((await aRun(0)).runId)).toMatchObject({
      pair: null,
      reason: 'no_candidates',
      activeCandidates: 0,
    });
    expect(await next((await aRun(1)).runId)).toMatchObject({
      pair: null,
      reason: 'no_candidates',
      activeCandidates: 1,
    });
    const { runId, candidateIds } = await aRun(2);
    await app.ok('post', `/runs/${runId}/votes`, {
      candidateA: candidateIds[0],
      candidateB: candidateIds[1],
      outcome: 'a',
    });
    expect(await next(runId)).toMatchObject({ pair: null, reason: 'all_voted', votesCast: 1 });
    expect((await app.call('get', `/runs/${UNKNOWN_ID}/next-pair`)).body.code).toBe('run_not_found');
  });

  it('is the least-voted candidate, ties by id, with its least-voted partner nearest in score', async () => {
    const { runId, candidateIds } = await aRun(5);
    const sorted = [...candidateIds].sort();
    const [a, b, c, d, e] = sorted;
    for (const [id, votes, elo] of [
      [a, 1, 1000],
      [b, 0, 1000],
      [c, 1, 1040],
      [d, 1, 970],
      [e, 2, 1000],
    ] as const)
      await set(id, votes, elo);
    expect((await next(runId)).pair).toMatchObject({ a: { id: b }, b: { id: a } });
    await set(a, 1, 1041);
    expect((await next(runId)).pair).toMatchObject({ a: { id: b }, b: { id: d } });
    await set(d, 1, 960);
    expect((await next(runId)).pair).toMatchObject({ a: { id: b }, b: { id: c } });
    await set(a, 1, 960);
    expect((await next(runId)).pair).toMatchObject({ a: { id: b }, b: { id: a } });
  });

  it('skips the pairs of the request, in either direction, at most 50', async () => {
    const { runId, candidateIds } = await aRun(3);
    const skipped: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      const { pair } = await next(runId, skipped);
      skipped.push(i % 2 ? `${pair?.a.id}:${pair?.b.id}` : `${pair?.b.id}:${pair?.a.id}`);
    }
    expect(new Set(skipped.map((pair) => pair.split(':').sort().join())).size).toBe(3);
    expect(await next(runId, skipped)).toMatchObject({ pair: null, reason: 'all_voted' });
    const one = `${candidateIds[0]}:${candidateIds[1]}`;
    for (const bad of [Array(51).fill(one).join(','), 'nonsense', `${candidateIds[0]}`]) {
      expect((await app.call('get', `/runs/${runId}/next-pair?skip=${bad}`)).body).toMatchObject({
        code: 'validation_failed',
        errors: [{ path: 'skip' }],
      });
    }
  });

  /** Votes of each candidate, the pairs with votes, and the open pairs; by position. */
  it.each<[number[], [number, number][], string[]]>([
    [[0, 1, 10], [], ['0-1', '0-2', '1-2']],
    [[1, 1, 0], [[1, 0]], ['0-2', '1-2']],
    [[0], [], []],
    [[1, 1], [[0, 1]], []],
    [
      [2, 2, 1, 1],
      [
        [0, 1],
        [1, 2],
        [3, 0],
      ],
      ['0-2', '1-3', '2-3'],
    ],
  ])('offers every open pair, and no other: votes %j, pairs with votes %j', async (counts, votes, left) => {
    const { runId, candidateIds } = await aRun(counts.length);
    for (const [a, b] of votes)
      await app.ok('post', `/runs/${runId}/votes`, {
        candidateA: candidateIds[a],
        candidateB: candidateIds[b],
        outcome: 'a',
      });
    for (const [i, count] of counts.entries()) await set(candidateIds[i], count, 1000);
    const offered: string[] = [];
    const skipped: string[] = [];
    for (let { pair } = await next(runId); pair; { pair } = await next(runId, skipped)) {
      skipped.push(`${pair.a.id}:${pair.b.id}`);
      offered.push(
        [pair.a.id, pair.b.id]
          .map((id) => candidateIds.indexOf(id))
          .sort()
          .join('-'),
      );
    }
    expect(offered.sort()).toEqual(left);
  });

  it('comes from the highest step with an open pair', async () => {
    const steps = [1, 2, 3].map((position) => ({ name: `step ${position}`, position, workflowTemplate: '{}' }));
    const pipeline = await app.ok<{ id: string; steps: { id: string }[] }>('post', '/pipelines', {
      name: 'three',
      steps,
    });
    const run = await app.ok<{ id: string }>('post', '/runs', { pipelineId: pipeline.id });
    const { files } = await aRun(1);
    const ids: string[][] = [];
    for (const [i, { id: stepId }] of pipeline.steps.entries()) {
      ids.push([]);
      for (let n = 0; n < ([2, 2, 1][i] ?? 0); n += 1) {
        const body = { stepId, imagePath: files[0]?.path };
        ids[i]?.push((await app.ok<{ id: string }>('post', `/runs/${run.id}/candidates`, body)).id);
      }
    }
    expect((await next(run.id)).pair?.stepId).toBe(pipeline.steps[1]?.id);
    const [candidateA, candidateB] = ids[1] as string[];
    await app.ok('post', `/runs/${run.id}/votes`, { candidateA, candidateB, outcome: 'draw' });
    expect((await next(run.id)).pair?.stepId).toBe(pipeline.steps[0]?.id);
    await app.ok('post', `/candidates/${ids[0]?.[0]}/rejection`);
    expect(await next(run.id)).toMatchObject({ pair: null, reason: 'all_voted', activeCandidates: 4 });
  });

  it('ignores an undone vote', async () => {
    const { runId, candidateIds } = await aRun(2);
    const [candidateA, candidateB] = candidateIds;
    await app.ok('post', `/runs/${runId}/votes`, { candidateA, candidateB, outcome: 'a' });
    await app.ok('delete', `/runs/${runId}/votes/latest`);
    expect(await next(runId)).toMatchObject({ pair: expect.any(Object), votesCast: 0 });
  });

  it('serves six people who vote at the same time', async () => {
    for (let round = 0; round < 4; round += 1) {
      const { runId } = await aRun(6);
      const person = async () => {
        for (;;) {
          const { pair } = await next(runId);
          if (!pair) return;
          const { status } = await app.call('post', `/runs/${runId}/votes`, {
            candidateA: pair.a.id,
            candidateB: pair.b.id,
            outcome: 'a',
          });
          expect([201, 409]).toContain(status);
        }
      };
      await Promise.all(Array.from({ length: 6 }, person));
      expect(await next(runId)).toMatchObject({ reason: 'all_voted', votesCast: 15 });
    }
  }, 60_000);
});
