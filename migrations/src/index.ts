export { migrations } from './migrations.ts';
export { routineDrift } from './routine-drift.ts';
export { Migrator, UnknownMigrationError, type MigrationStatus } from './migrator.ts';
