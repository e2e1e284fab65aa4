import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How to connect to the embedded database of a data directory. Stored in a file that only its owner can read. */
export interface ConnectionFacts {
  port: number;
  /** Of the owner of the schema, who is the superuser of this server. */
  password: string;
  /** Of the working role. Absent in the file of an earlier release. */
  workPassword?: string;
  /** The folder of PostgreSQL's files. */
  clusterDir: string;
}

export const SUPERUSER = 'trellis';
export const WORKING_ROLE = 'trellis_app';

/** postgres:// URLs of the two users. */
export interface EmbeddedUrls {
  owner: string;
  work: string;
}

const fileOf = (dataDir: string) => join(dataDir, 'database.json');

export function readConnectionFacts(dataDir: string): ConnectionFacts | undefined {
  try {
    return JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as ConnectionFacts;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Replaces the file in one step. After a crash it holds the old facts or the new ones. */
export function writeConnectionFacts(dataDir: string, facts: ConnectionFacts): void {
  const next = `${fileOf(dataDir)}.next`;
  writeFileSync(next, JSON.stringify(facts), { mode: 0o600 });
  renameSync(next, fileOf(dataDir));
}

/** While a server of an earlier release runs, there is only one user. */
export function connectionUrls({ port, password, workPassword }: Omit<ConnectionFacts, 'clusterDir'>): EmbeddedUrls {
  const urlOf = (user: string, secret: string) => `postgres://${user}:${secret}@127.0.0.1:${port}/trellis`;
  const owner = urlOf(SUPERUSER, password);
  return { owner, work: workPassword ? urlOf(WORKING_ROLE, workPassword) : owner };
}
