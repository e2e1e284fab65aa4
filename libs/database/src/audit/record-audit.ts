import type { EntityManager } from 'typeorm';
import { newId } from '@trellis/kernel';
import { AuditEntryEntity } from './audit-entry.entity.ts';

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

/** Writes the audit row in the transaction of the change it tells about. */
export async function recordAudit(manager: EntityManager, entry: AuditEntry): Promise<void> {
  await manager.insert(AuditEntryEntity, { id: newId(), data: {}, ...entry });
}
