export { migrations } from './migrations.ts';
export { changedMigrations, checksums } from './checksum.ts';
export { guardDrift } from './guard-drift.ts';
export { UnknownMigrationError } from './migration-names.ts';
export { Migrator, type MigrationStatus } from './migrator.ts';
export { RightsError, RoleMissingError } from './role.errors.ts';
