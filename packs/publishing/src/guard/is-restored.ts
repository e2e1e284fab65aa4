import type { HighWater } from './high-water.ts';

/**
 * Whether the database was restored from before, or is a copy: it is behind the file beside it, or belongs to another
 * installation. Without file and setting a database that has sent something is not where it was.
 */
export function isRestored(database: HighWater, file: HighWater | undefined, instanceId: string | undefined): boolean {
  if (file) return database.instanceId !== file.instanceId || database.number < file.number;
  if (instanceId !== undefined) return database.instanceId !== instanceId;
  return database.number > 0;
}
