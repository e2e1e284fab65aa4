import { createHash } from 'node:crypto';
import { chownSync, cpSync, existsSync, mkdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readConnectionFacts } from './connection-facts.ts';
import { EmbeddedPostgresError } from './embedded-postgres.error.ts';
import { privateDirectory, withUmask } from './private-directory.ts';
import { canReach, type PostgresAccount } from './postgres-account.ts';

const SHARED = '/var/lib/trellis';

/** The folders of the embedded PostgreSQL's programs and files for a data directory. */
export interface PostgresPlaces {
  binDir: string;
  clusterDir: string;
  /** For the log: the folders that are outside the application and its data directory. */
  moved: string[];
}

/**
 * Beside the application and in its data directory, where PostgreSQL's user can access them. Otherwise (a parent with
 * mode 700, such as /root) under /var/lib/trellis, with names that the next start computes again.
 * @throws EmbeddedPostgresError when neither works
 */
export async function postgresPlaces(dataDir: string, account: PostgresAccount | undefined): Promise<PostgresPlaces> {
  const moved: string[] = [];
  const own = join(await nativeDirectory(), 'bin');
  const binDir = canReach(join(own, 'postgres'), account) ? own : copyOfBinaries(dirname(own), account);
  if (binDir !== own) moved.push(`programs in ${binDir}`);
  const recorded = readConnectionFacts(dataDir)?.clusterDir;
  if (recorded && existsSync(join(recorded, 'PG_VERSION'))) {
    if (canReach(dirname(recorded), account)) return { binDir, clusterDir: recorded, moved };
    throw new EmbeddedPostgresError(
      `PostgreSQL's user can no longer access the database files in ${recorded}. Restore the permissions of the folders above, or move the files.`,
    );
  }
  const near = canReach(dataDir, account);
  const clusterDir = near
    ? join(dataDir, 'postgres')
    : join(SHARED, `data-${shortHash(realpathSync(dataDir))}`, 'postgres');
  if (!near) moved.push(`database files in ${clusterDir}`);
  prepareParent(near ? undefined : dirname(clusterDir), account);
  return { binDir, clusterDir, moved };
}

const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

async function nativeDirectory(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const { postgres } = (await import(name)) as { postgres: string };
    return dirname(dirname(postgres));
  } catch (error) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for this machine (${name}: ${(error as Error).message}). Set DATABASE_URL.`,
    );
  }
}

/** Copies under a temporary name and renames, so that an interrupted copy is never used. */
function copyOfBinaries(nativeDir: string, account: PostgresAccount | undefined): string {
  const target = join(SHARED, `programs-${shortHash(nativeDir)}`);
  return orExplain(() => {
    if (!existsSync(target)) {
      const half = `${target}.${process.pid}`;
      privateDirectory(SHARED);
      copyReadable(nativeDir, half);
      renameUnlessThere(half, target);
    }
    if (!canReach(join(target, 'bin', 'postgres'), account)) throw new Error(`${target} is not accessible either`);
    return join(target, 'bin');
  });
}

/** Programs are no secret, and PostgreSQL's user must read them, whatever the umask of this process is. */
const copyReadable = (from: string, to: string): void =>
  withUmask(0o022, () => cpSync(from, to, { recursive: true, verbatimSymlinks: true }));

function renameUnlessThere(half: string, target: string): void {
  try {
    renameSync(half, target);
  } catch (error) {
    rmSync(half, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}

function prepareParent(parent: string | undefined, account: PostgresAccount | undefined): void {
  if (!parent) return;
  orExplain(() => {
    privateDirectory(SHARED);
    mkdirSync(parent, { recursive: true, mode: 0o700 });
    if (account) chownSync(parent, account.uid, account.gid);
    if (!canReach(parent, account)) throw new Error(`${parent} is not accessible either`);
  });
}

function orExplain<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new EmbeddedPostgresError(
      `PostgreSQL's user cannot access the application or its data directory, and ${SHARED} cannot be used (${(error as Error).message}). ` +
        'Move them out of folders of mode 700, or set DATABASE_URL.',
    );
  }
}
