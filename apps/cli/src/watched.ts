import { isDatabaseAway } from '@trellis/database';
import { DomainError } from '@trellis/kernel';
import { FINDINGS } from './exit-codes.ts';
import type { Interruption } from './interruption.ts';
import { Progress } from './progress.ts';

interface Watch<T> {
  /** What is being done with them, for the bar. */
  what: string;
  /** How many there are, as far as one can know. */
  total: number;
  interruption: Interruption;
  /** For how many of them one item counts; 1. */
  size?: (item: T) => number;
}

/** The items, with a bar on stderr, until Ctrl-C: what is in hand is finished, the rest is left. */
export async function* watched<T>(
  items: AsyncIterable<T> | Iterable<T>,
  { what, total, interruption, size = () => 1 }: Watch<T>,
): AsyncIterable<T> {
  const progress = new Progress(what, total);
  try {
    for await (const item of items) {
      if (interruption.requested) return;
      yield item;
      progress.step(size(item));
    }
  } finally {
    progress.end();
  }
}

/** After Ctrl-C: says how to go on, and that not all was done. */
export function tellStopped(interruption: Interruption, goOn: string): void {
  if (!interruption.requested) return;
  process.stderr.write(`Stopped. ${goOn}\n`);
  process.exitCode = FINDINGS;
}

/** Work that is under way when the database goes away: it failed, and says how to go on. */
export async function goingOn<T>(goOn: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    throw new DomainError('database_unavailable', 'unavailable', `The database went away. ${goOn}`);
  }
}
