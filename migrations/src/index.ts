export { migrations } from './migrations.ts';
export { guardDrift } from './guard-drift.ts';
export { Migrator, UnknownMigrationError, type MigrationStatus } from './migrator.ts';
