import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EmbeddedPostgresError } from './embedded-postgres.error.ts';

const SQLITE_BUSY = 5;

export interface DataDirectoryLock {
  release(): void;
}

/**
 * Locks the data directory for this process. Undefined when another process holds the lock.
 *
 * Node has no flock(2). An exclusive SQLite transaction is a POSIX lock on the file: the kernel releases it when the
 * process ends in any way, so no stale lock remains (docs/adr/0005).
 * @throws EmbeddedPostgresError when the directory cannot be written
 */
export function lockDataDirectory(dataDir: string): DataDirectoryLock | undefined {
  try {
    mkdirSync(dataDir, { recursive: true });
    const file = new DatabaseSync(join(dataDir, 'trellis.lock'), { timeout: 0 });
    file.exec('BEGIN EXCLUSIVE');
    return { release: () => file.close() };
  } catch (error) {
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined;
    throw new EmbeddedPostgresError(
      `The data directory ${dataDir} cannot be written (${(error as Error).message}). Set TRELLIS_DATA_DIR to a writable directory.`,
    );
  }
}
