import type { EntityManager } from 'typeorm';
import type { Page, PageRequest } from '../paging/page.ts';
import { columnList, paginate, type SortColumn } from '../paging/paginate.ts';
import { AuditEntryEntity } from './audit-entry.entity.ts';
import { KEPT } from './kept-rows.ts';

const newestFirst: SortColumn<AuditEntryEntity>[] = [
  { column: 'e.at', direction: 'desc', type: 'timestamptz', valueOf: (entry) => entry.at.toISOString() },
  { column: 'e.id', direction: 'desc', type: 'uuid', valueOf: (entry) => entry.id },
];

export interface AuditFilter extends PageRequest {
  subjectType?: string;
  subjectId?: string;
  actor?: string;
}

/** Entries of the audit log, newest first. */
export function listAudit(
  manager: EntityManager,
  { limit, cursor, ...filters }: AuditFilter,
): Promise<Page<AuditEntryEntity>> {
  const { subjectType, subjectId, actor } = filters;
  return paginate(manager, {
    list: 'audit',
    filters,
    select: `select ${columnList(manager, AuditEntryEntity, 'e', { without: ['data'] })}, e.data - '${KEPT}' as data from audit_log e`,
    where: [
      subjectType !== undefined && ['e.subject_type = ?', subjectType],
      subjectId !== undefined && ['e.subject_id = ?', subjectId],
      actor !== undefined && ['e.actor = ?', actor],
    ],
    sort: newestFirst,
    page: { limit, cursor },
  });
}
