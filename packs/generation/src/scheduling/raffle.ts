interface Ticket {
  id: string;
  elo: number;
}

/** One of the parents by chance. Its weight is its score, at least 1. @param random 0 to 1, below 1 */
export function raffle<T extends Ticket>(parents: readonly T[], random: number): T | undefined {
  const weights = parents.map(({ elo }) => Math.max(1, elo));
  let left = random * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, parent] of parents.entries()) {
    left -= weights[i] ?? 0;
    if (left < 0) return parent;
  }
  return parents.at(-1);
}
