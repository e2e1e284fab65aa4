import fc from 'fast-check';
import { eloDeltas, halfAwayFromZero, outcomes } from './elo.ts';

const score = fc.integer({ min: -500, max: 3500 });
const outcome = fc.constantFrom(...outcomes);

describe('Elo', () => {
  it.each([
    [1000, 1000, 'a', 16, -16],
    [1000, 1000, 'b', -16, 16],
    [1000, 1000, 'draw', 0, 0],
    [800, 1200, 'a', 29, -29],
    [1200, 800, 'a', 3, -3],
    [1200, 800, 'draw', -13, 13],
    [1500, 1100, 'b', -29, 29],
  ] as const)('%i against %i, %s: %i and %i', (a, b, ended, deltaA, deltaB) => {
    expect(eloDeltas(a, b, ended)).toEqual({ deltaA, deltaB });
  });

  it('adds to one score what it takes from the other, at most 32', () => {
    fc.assert(
      fc.property(score, score, outcome, (a, b, ended) => {
        const { deltaA, deltaB } = eloDeltas(a, b, ended);
        expect(deltaA + deltaB).toBe(0);
        expect(Math.abs(deltaA)).toBeLessThanOrEqual(32);
      }),
    );
  });

  it('is symmetric', () => {
    const other = { a: 'b', b: 'a', draw: 'draw' } as const;
    fc.assert(
      fc.property(score, score, outcome, (a, b, ended) => {
        const one = eloDeltas(a, b, ended);
        const two = eloDeltas(b, a, other[ended]);
        expect([one.deltaA, one.deltaB]).toEqual([two.deltaB, two.deltaA]);
      }),
    );
  });

  it.each([
    [0.5, 1],
    [-0.5, -1],
    [2.5, 3],
    [-2.5, -3],
    [2.49, 2],
    [-2.49, -2],
    [0, 0],
    [-0.2, 0],
  ])('rounds a half away from zero: %f to %i', (value, rounded) => {
    expect(halfAwayFromZero(value)).toBe(rounded);
  });
});
