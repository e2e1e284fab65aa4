export { migrations } from './migrations.ts';
export { Migrator, UnknownMigrationError, type MigrationStatus } from './migrator.ts';
