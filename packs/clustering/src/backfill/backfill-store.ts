import type { EntityManager } from 'typeorm';
import type { BackfillLine } from './backfill-plan.ts';

/** The lines that were applied before. */
export async function appliedBefore(manager: EntityManager, lines: readonly BackfillLine[]): Promise<Set<number>> {
  const rows = await manager.query<{ line: number }[]>(
    'select line from backfill_changes where plan = $1 and line = any($2) and reverted_at is null',
    [lines[0]?.plan, lines.map(({ line }) => line)],
  );
  return new Set(rows.map(({ line }) => line));
}

/** Called in the transaction of the effect, so that each line is applied once. */
export async function recordLines(manager: EntityManager, lines: readonly BackfillLine[]): Promise<void> {
  if (lines.length === 0) return;
  await manager.query(
    `insert into backfill_changes (plan, line, change, subject_id, before, after)
     select plan, line, change, id, nullif(before, 'null'), nullif(after, 'null')
     from jsonb_to_recordset($1::jsonb) as l (plan uuid, line int, change text, id uuid, before jsonb, after jsonb)
     on conflict (plan, line) do update set after = excluded.after`,
    [JSON.stringify(lines)],
  );
}

/** Whether a part of the plan was reverted. What the plan found is then no longer true. */
export async function wasReverted(manager: EntityManager, plan: string): Promise<boolean> {
  const sql = 'select 1 from backfill_changes where plan = $1 and reverted_at is not null limit 1';
  return (await manager.query<unknown[]>(sql, [plan])).length > 0;
}

/** Two commands that apply one plan take turns, batch by batch. */
export const takeTurn = (manager: EntityManager, plan: string): Promise<unknown> =>
  manager.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`backfill ${plan}`]);
