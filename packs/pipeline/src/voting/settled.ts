import { MOST_POINTS } from './elo.ts';

export interface Standing {
  candidateId: string;
  elo: number;
  /** Pairs of this candidate that have no vote yet. */
  open: number;
}

const BEST = 3;
const lowest = ({ elo, open }: Standing): number => elo - MOST_POINTS * open;
const highest = ({ elo, open }: Standing): number => elo + MOST_POINTS * open;

const mayMeet = (one: Standing, other: Standing): boolean =>
  one.open + other.open > 0 && lowest(one) <= highest(other) && lowest(other) <= highest(one);

/**
 * How many votes it takes at most until the order of the best three can no longer change; 0 when it is settled. A vote
 * moves a score by `MOST_POINTS` at most, so each score ends within its bounds. The order can change only between two
 * candidates whose bounds overlap, one of which can end among the best.
 * @param candidates the active ones of a step @param openPairs the pairs between them without a vote
 */
export function votesToGo(candidates: readonly Standing[], openPairs: number): number {
  const floor = candidates.map(lowest).sort((a, b) => b - a)[BEST - 1] ?? -Infinity;
  const able = candidates.filter((one) => highest(one) >= floor);
  const contested = new Set<Standing>();
  for (const one of able)
    for (const other of candidates)
      if (one !== other && mayMeet(one, other)) {
        contested.add(one);
        contested.add(other);
      }
  const theirs = [...contested].reduce((sum, { open }) => sum + open, 0);
  return Math.min(openPairs, theirs);
}
