export { DatabaseModule, type DatabaseModuleOptions } from './database.module.ts';
export { postgresOptions } from './postgres-options.ts';
export { SurvivingClient } from './surviving-client.ts';
export { inAmbientTransaction } from './ambient-transaction.ts';
export { inTransaction } from './in-transaction.ts';
export { FIRST_ID, keysetPages } from './keyset-pages.ts';
export { camelRow, insertOrOverwrite, updateRow } from './plain-rows.ts';
export {
  refusing,
  isDatabaseAway,
  isRejectedData,
  rowRefusal,
  violatedConstraint,
  type Refusals,
} from './violations.ts';
export { RowEntity, LegacyRowEntity } from './row.entity.ts';
export { AuditEntryEntity } from './audit/audit-entry.entity.ts';
export { changeAudited, recordAudit, type AuditEntry } from './audit/record-audit.ts';
export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded/embedded-postgres.ts';
export { EmbeddedPostgresError } from './embedded/embedded-postgres.error.ts';
export { lockDataDirectory, type DataDirectoryLock } from './embedded/data-directory-lock.ts';
export { readConnectionFacts } from './embedded/connection-facts.ts';
export type { LibraryCheck } from './library-check.ts';
