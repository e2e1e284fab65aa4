import { execFileSync, spawnSync } from 'node:child_process';
import { EmbeddedPostgresError } from './embedded-postgres.error.ts';

/** The operating system user that PostgreSQL runs as. Undefined: the current user. */
export interface PostgresAccount {
  uid: number;
  gid: number;
}

const NAME = 'trellis-postgres';
const idOf = (flag: '-u' | '-g') => Number(execFileSync('id', [flag, NAME], { stdio: ['ignore', 'pipe', 'ignore'] }));

/** PostgreSQL refuses to run as root. As root (a container, CI) it runs as a user created for it. */
export function postgresAccount(): PostgresAccount | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (spawnSync('id', [NAME], { stdio: 'ignore' }).status !== 0) addUser();
  return { uid: idOf('-u'), gid: idOf('-g') };
}

function addUser(): void {
  const added = spawnSync(
    'useradd',
    ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', NAME],
    {
      encoding: 'utf8',
    },
  );
  const raced = added.status === 9;
  if (added.status !== 0 && !raced) {
    throw new EmbeddedPostgresError(
      `PostgreSQL refuses to run as root, and a user for it could not be created (useradd: ${added.stderr?.trim() || added.error?.message}). ` +
        'Start as another user, or set DATABASE_URL.',
    );
  }
}

/** Whether that user can access the path, and every folder above it. */
export const canReach = (path: string, account: PostgresAccount | undefined): boolean =>
  spawnSync('/bin/sh', ['-c', 'test -x "$0"', path], { ...account, cwd: '/', stdio: 'ignore' }).status === 0;
