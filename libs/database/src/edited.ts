import type { EntityManager } from 'typeorm';
import { acting, DomainError, defineProblems } from '@trellis/kernel';

export const editingProblems = defineProblems({
  stale: ['stale', 'It was changed meanwhile'],
});

/** Who changed what is edited now, since it was read. The caller adds what it is now. */
export class StaleError extends DomainError {
  constructor(
    readonly changedBy: string | null,
    readonly changedAt: Date,
    readonly current?: object,
  ) {
    super(
      editingProblems.stale,
      `It was changed by ${changedBy ?? 'another'} at ${changedAt.toISOString()}. Read it again, and repeat the change if it still fits.`,
    );
  }
}

/** The column beside each change by a person. */
export const edited = (): { updatedBy: string } => ({ updatedBy: acting()?.actor ?? 'system' });

/** Names that contain a text, in any case and accent; with `?` for the text. Rows have an index of their parts. */
export const containing = (column: string): string => `fold_text(${column}) like containing(?)`;

/**
 * Locks the row until the transaction ends, and compares its time with the one that the client has seen. Does nothing
 * without a time. @throws StaleError
 */
export async function requireUnchanged(
  manager: EntityManager,
  { table, id, seen, column = 'updated_at' }: { table: string; id: string; seen?: Date; column?: string },
): Promise<void> {
  if (!seen) return;
  const [row] = await manager.query<{ changedAt: Date; changedBy: string | null }[]>(
    `select ${column} as "changedAt", updated_by as "changedBy" from ${table} where id = $1 for no key update`,
    [id],
  );
  if (row && row.changedAt.getTime() !== seen.getTime()) throw new StaleError(row.changedBy, row.changedAt);
}

/** A change that is refused as stale, with what the client should see now. */
export async function orStale<T>(work: Promise<T>, current: () => Promise<object>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof StaleError) throw new StaleError(error.changedBy, error.changedAt, await current());
    throw error;
  }
}
