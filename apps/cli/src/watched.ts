import { databaseProblems, isDatabaseAway } from '@trellis/database';
import { DomainError } from '@trellis/kernel';
import { FINDINGS } from './exit-codes.ts';
import type { Interruption, Watched } from '@trellis/manifest';
import { TerminalProgress } from './progress.ts';

/** The items, with a bar on stderr, until Ctrl-C: what is in hand is finished, the rest is left. */
export const watched: Watched = async function* (items, { what, total, interruption, size = () => 1 }) {
  const progress = new TerminalProgress(what, total);
  try {
    for await (const item of items) {
      if (interruption.requested) return;
      yield item;
      progress.step(size(item));
    }
  } finally {
    progress.end();
  }
};

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
    throw new DomainError(databaseProblems.database_unavailable, `The database went away. ${goOn}`);
  }
}
