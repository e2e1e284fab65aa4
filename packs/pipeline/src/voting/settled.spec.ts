import fc from 'fast-check';
import { eloDeltas, outcomes, type Outcome } from './elo.ts';
import { votesToGo, type Standing } from './settled.ts';

const bestOf = (scores: ReadonlyMap<string, number>): string =>
  [...scores]
    .sort(([idA, a], [idB, b]) => b - a || (idA < idB ? -1 : 1))
    .slice(0, 3)
    .map(([id]) => id)
    .join();

/** A step in which some pairs have no vote yet. */
const aStep = fc
  .record({
    scores: fc.array(fc.integer({ min: 700, max: 1500 }), { minLength: 2, maxLength: 6 }),
    open: fc.array(fc.boolean(), { minLength: 15, maxLength: 15 }),
  })
  .map(({ scores, open }) => {
    const ids = scores.map((_, n) => `c${n}`);
    const pairs = ids.flatMap((a, n) => ids.slice(n + 1).map((b) => [a, b] as const)).filter((_, n) => open[n]);
    const standings = ids.map((candidateId, n): Standing => ({
      candidateId,
      elo: scores[n] ?? 0,
      open: pairs.filter((pair) => pair.includes(candidateId)).length,
    }));
    return { standings, pairs };
  });

describe('the votes to go', () => {
  it('are none once no outcome of the open pairs changes the order of the best three', () => {
    fc.assert(
      fc.property(aStep, fc.array(fc.constantFrom(...outcomes), { minLength: 15, maxLength: 15 }), (step, answers) => {
        if (votesToGo(step.standings, step.pairs.length) > 0) return;
        const scores = new Map(step.standings.map(({ candidateId, elo }) => [candidateId, elo]));
        const before = bestOf(scores);
        for (const [n, [a, b]] of step.pairs.entries()) {
          const [scoreA = 0, scoreB = 0] = [scores.get(a), scores.get(b)];
          const { deltaA, deltaB } = eloDeltas(scoreA, scoreB, answers[n] as Outcome);
          scores.set(a, scoreA + deltaA).set(b, scoreB + deltaB);
        }
        expect(bestOf(scores)).toBe(before);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are none without open pairs, also for equal scores', () => {
    const equal = ['a', 'b', 'c', 'd'].map((candidateId) => ({ candidateId, elo: 1000, open: 0 }));
    expect(votesToGo(equal, 0)).toBe(0);
  });

  it('are those of the candidates that can still meet among the best', () => {
    const standings = [
      { candidateId: 'first', elo: 1500, open: 0 },
      { candidateId: 'second', elo: 1310, open: 1 },
      { candidateId: 'third', elo: 1300, open: 1 },
      { candidateId: 'fourth', elo: 1000, open: 1 },
      { candidateId: 'fifth', elo: 990, open: 1 },
    ];
    expect(votesToGo(standings, 2)).toBe(2);
    expect(votesToGo(standings.slice(0, 3), 1)).toBe(1);
    expect(votesToGo([standings[0], standings[3]] as Standing[], 1)).toBe(0);
  });
});
