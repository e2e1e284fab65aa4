export { migrations } from './migrations.ts';
export { changedMigrations, checksums } from './checksum.ts';
export { guardDrift } from './guard-drift.ts';
export { Migrator, UnknownMigrationError, type MigrationStatus } from './migrator.ts';
