export { DatabaseModule, type DatabaseModuleOptions } from './database.module.ts';
export { Database } from './database.ts';
export type { DatabaseUrls } from './database-urls.ts';
export { databaseProblems } from './database.problems.ts';
export { postgresOptions } from './postgres-options.ts';
export { SessionClient } from './session-client.ts';
export { sessionFaults } from './session-faults.ts';
export { FIRST_ID, keysetPages, keysetRows } from './paging/keyset-pages.ts';
export { keysetOf, type Keyset } from './paging/keyset.ts';
export { mapPage, type Page, type PageRequest, type Total } from './paging/page.ts';
export {
  columnList,
  newestFirst,
  oldestFirst,
  countUpTo,
  paginate,
  type List,
  type SortColumn,
} from './paging/paginate.ts';
export { GroupCommit } from './group-commit.ts';
export { camelRow, insertOrOverwrite, insertReturning, insertSql, updateRows, type Row } from './plain-rows.ts';
export {
  refusing,
  brokenReference,
  DATABASE_AWAY,
  RIGHT_MISSING,
  isDatabaseAway,
  isRightMissing,
  isRejectedData,
  rowRefusal,
  violatedConstraint,
  type BrokenReference,
  type Refusals,
} from './violations.ts';
export { Checks } from './checks.ts';
export { HIDDEN, ORIGIN, RowEntity, EditedRowEntity, LegacyRowEntity, shown, type Shown } from './row.entity.ts';
export { StaleError, containing, edited, editingProblems, orStale, requireUnchanged } from './edited.ts';
export { AuditEntryEntity } from './audit/audit-entry.entity.ts';
export { lastKept } from './audit/kept-rows.ts';
export { listAudit } from './audit/list-audit.ts';
export { SEAL_ROWS, sealAudit, sealsAfter, type Seal } from './audit/audit-seals.ts';
export { AuditSealEntity } from './audit/audit-seal.entity.ts';
export { changeAudited, recordAudit, type AuditEntry } from './audit/record-audit.ts';
export { ImportPort, type ImportedRow, type Origin } from './import-port.ts';
export type { LibraryCheck } from './library-check.ts';
