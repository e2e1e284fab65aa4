export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres.ts';
export { EmbeddedPostgresError } from './embedded-postgres.error.ts';
export { lockDataDirectory, type DataDirectoryLock } from './data-directory-lock.ts';
export { readConnectionFacts } from './connection-facts.ts';
