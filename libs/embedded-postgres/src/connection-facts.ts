import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How to connect to the embedded database of a data directory. Stored in a file that only its owner can read. */
export interface ConnectionFacts {
  port: number;
  password: string;
  /** The folder of PostgreSQL's files. */
  clusterDir: string;
}

export const SUPERUSER = 'trellis';
const fileOf = (dataDir: string) => join(dataDir, 'database.json');

export function readConnectionFacts(dataDir: string): (ConnectionFacts & { url: string }) | undefined {
  try {
    const facts = JSON.parse(readFileSync(fileOf(dataDir), 'utf8')) as ConnectionFacts;
    return { ...facts, url: connectionUrl(facts) };
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

export const connectionUrl = ({ port, password }: { port: number; password: string }): string =>
  `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/trellis`;
