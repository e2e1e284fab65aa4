/** The outcome of a vote: the first candidate won, the second won, or a draw. */
export const outcomes = ['a', 'b', 'draw'] as const;
export type Outcome = (typeof outcomes)[number];

const K = 32;
/** No vote moves a score by more. */
export const MOST_POINTS = K;
export const START_SCORE = 1000;

/** The points of `a`; `b` gets 1 minus these. */
const points: Record<Outcome, number> = { a: 1, b: 0, draw: 0.5 };

/** Math.round rounds -0.5 to 0. The two sides of a vote must round alike. */
export const halfAwayFromZero = (value: number): number => Math.sign(value) * Math.floor(Math.abs(value) + 0.5) + 0;

/** The share of points expected of `own` against `opponent`: A. Elo, The Rating of Chessplayers (1978). */
const expected = (own: number, opponent: number): number => 1 / (1 + 10 ** ((opponent - own) / 400));

/** The deltas of both scores, computed from the scores before the vote. 1000 against 1000: 16 and -16. No floor. */
export function eloDeltas(scoreA: number, scoreB: number, outcome: Outcome): { deltaA: number; deltaB: number } {
  const pointsA = points[outcome];
  return {
    deltaA: halfAwayFromZero(K * (pointsA - expected(scoreA, scoreB))),
    deltaB: halfAwayFromZero(K * (1 - pointsA - expected(scoreB, scoreA))),
  };
}
