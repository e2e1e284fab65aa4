import type { EntityManager } from 'typeorm';
import { acting, newId } from '@trellis/kernel';
import { KEPT } from './kept-rows.ts';
import { insertRows, insertSql, updateSql, type KeyedRows, type Row } from '../plain-rows.ts';

export interface AuditEntry {
  /** The actor: `key:<name>`, `worker` or `cli`; by default the key of the request. */
  actor?: string;
  /** The action, such as `photo.created`. */
  action: string;
  /** A subject declared in a pack's manifest, `key` or `event`. */
  subjectType: string;
  subjectId: string;
  /** Plain facts; no paths, no secrets. */
  data?: Record<string, unknown>;
  /** What a reversal needs, such as deleted rows. It is not shown to readers of the log. */
  kept?: unknown;
}

/** Writes audit entries in one statement, in the transaction of the change that they describe. */
export async function recordAudit(manager: EntityManager, ...entries: AuditEntry[]): Promise<void> {
  await insertRows(manager, 'audit_log', entries.map(rowOf));
}

/** Updates rows and writes audit entries in one statement. */
export async function changeAudited(
  manager: EntityManager,
  change: KeyedRows,
  entries: readonly AuditEntry[],
): Promise<void> {
  const values: unknown[] = [];
  const update = updateSql(change, values);
  const insert = entries.length > 0 && insertSql('audit_log', entries.map(rowOf), values);
  await manager.query(insert ? `with changed as (${update}) ${insert}` : update, values);
}

const rowOf = ({
  actor = acting()?.actor ?? 'system',
  action,
  subjectType,
  subjectId,
  data = {},
  kept,
}: AuditEntry): Row => ({
  id: newId(),
  actor,
  actorId: acting()?.id ?? null,
  action,
  subjectType,
  subjectId,
  data: kept === undefined ? data : { ...data, [KEPT]: kept },
});
