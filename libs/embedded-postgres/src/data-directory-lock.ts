import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { EmbeddedPostgresError, diskFull } from './embedded-postgres.error.ts';
import { privateDirectory, withUmask } from './private-directory.ts';

const SQLITE_BUSY = 5;
const SQLITE_FULL = 13;

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
    privateDirectory(dataDir);
    const file = withUmask(0o077, () => {
      const opened = new DatabaseSync(join(dataDir, 'trellis.lock'), { timeout: 0 });
      opened.exec('BEGIN EXCLUSIVE');
      return opened;
    });
    return { release: () => file.close() };
  } catch (error) {
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined;
    if ((error as { errcode?: number }).errcode === SQLITE_FULL || (error as NodeJS.ErrnoException).code === 'ENOSPC')
      throw new EmbeddedPostgresError(diskFull(dataDir));
    throw new EmbeddedPostgresError(
      `The data directory ${dataDir} cannot be written (${(error as Error).message}). Set TRELLIS_DATA_DIR to a writable directory.`,
    );
  }
}
