export { EmbeddedPostgres, type EmbeddedPostgresOptions } from './embedded-postgres.ts';
export { EmbeddedPostgresError } from './embedded-postgres.error.ts';
export { lockDataDirectory, type DataDirectoryLock } from './data-directory-lock.ts';
export { connectionUrls, readConnectionFacts, type EmbeddedUrls } from './connection-facts.ts';
export { closeUsual, privateDirectory } from './private-directory.ts';
