import { databaseProblems, isDatabaseAway } from '@trellis/database';
import { DomainError } from '@trellis/kernel';
import { FINDINGS } from './exit-codes.ts';
import type { Interruption, Watched } from '@trellis/manifest';
import { TerminalProgress } from './progress.ts';

/** The items, with a progress bar on stderr, until Ctrl-C. The current item is finished. */
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

/** After Ctrl-C: prints how to continue, and sets the exit code. */
export function reportStopped(interruption: Interruption, advice: string): void {
  if (!interruption.requested) return;
  process.stderr.write(`Stopped. ${advice}\n`);
  process.exitCode = FINDINGS;
}

/** Adds the advice to an error about a lost connection to the database. */
export async function withAdvice<T>(advice: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isDatabaseAway(error)) throw error;
    throw new DomainError(databaseProblems.database_unavailable, `The connection to the database was lost. ${advice}`);
  }
}
