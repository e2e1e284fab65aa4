import type { EntityManager } from 'typeorm';

/** The part of an entry's data that a reversal needs. `GET /audit` does not show it: it may have keys of objects. */
export const KEPT = 'kept';

/** What the last such entry of a subject kept; undefined without one, or when it kept nothing. */
export async function lastKept<T>(
  manager: EntityManager,
  subject: { action: string; subjectType: string; subjectId: string },
): Promise<T | undefined> {
  const sql = `
    select data -> '${KEPT}' as kept from audit_log where subject_type = $1 and subject_id = $2 and action = $3
    order by at desc, id desc limit 1`;
  const values = [subject.subjectType, subject.subjectId, subject.action];
  return (await manager.query<{ kept: T | null }[]>(sql, values))[0]?.kept ?? undefined;
}
