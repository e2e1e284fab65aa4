/** How a vote ended: the first candidate won, the second did, or neither. */
export const outcomes = ['a', 'b', 'draw'] as const;
export type Outcome = (typeof outcomes)[number];

const K = 32;
export const START_SCORE = 1000;

/** What `a` gets of the one point; `b` gets the rest. */
const points: Record<Outcome, number> = { a: 1, b: 0, draw: 0.5 };

/** JavaScript's Math.round takes -0.5 to 0; the two sides of a vote have to be rounded alike. */
export const halfAwayFromZero = (value: number): number => Math.sign(value) * Math.floor(Math.abs(value) + 0.5) + 0;

/** The share of points expected of `own` against `opponent`: A. Elo, The Rating of Chessplayers (1978). */
const expected = (own: number, opponent: number): number => 1 / (1 + 10 ** ((opponent - own) / 400));

/** What a vote adds to both scores, computed from the scores before it. 1000 against 1000: 16 and -16. No floor. */
export function eloDeltas(scoreA: number, scoreB: number, outcome: Outcome): { deltaA: number; deltaB: number } {
  const pointsA = points[outcome];
  return {
    deltaA: halfAwayFromZero(K * (pointsA - expected(scoreA, scoreB))),
    deltaB: halfAwayFromZero(K * (1 - pointsA - expected(scoreB, scoreA))),
  };
}
