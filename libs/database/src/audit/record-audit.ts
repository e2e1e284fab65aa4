import type { EntityManager } from 'typeorm';
import { newId } from '@trellis/kernel';
import { insertRows } from '../plain-rows.ts';

export interface AuditEntry {
  /** Who: `key:<name>`, `worker`, or `cli`. */
  actor: string;
  /** What happened, such as `photo.created`. */
  action: string;
  subjectType: 'run' | 'link' | 'photo' | 'cluster' | 'key';
  subjectId: string;
  /** Plain facts; no paths, no secrets. */
  data?: Record<string, unknown>;
}

/** Writes audit rows, in one statement, in the transaction of the change they tell about. */
export async function recordAudit(manager: EntityManager, ...entries: AuditEntry[]): Promise<void> {
  if (entries.length === 0) return;
  await insertRows(
    manager,
    'audit_log',
    entries.map(({ actor, action, subjectType, subjectId, data = {} }) => ({
      id: newId(),
      actor,
      action,
      subjectType,
      subjectId,
      data,
    })),
  );
}
