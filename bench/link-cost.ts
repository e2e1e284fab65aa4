import { open } from 'node:fs/promises';
import pg from 'pg';
import type { Running } from './support.ts';

/** What a part of a benchmark costs. */
export interface Cost {
  /** Processor time of this process. */
  cpuMs: number;
  statements: number;
  /** The time that PostgreSQL executes statements. */
  sqlMs: number;
  /** Flushes of PostgreSQL's log. */
  flushes: number;
  /** Flushes of files and folders. */
  fileFlushes: number;
}

let statements = 0;
const { query } = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
Object.assign(pg.Client.prototype, {
  query(this: pg.Client, ...args: unknown[]) {
    statements += 1;
    return query.apply(this, args);
  },
});

let fileFlushes = 0;
const handle = await open(import.meta.filename);
const handles = Object.getPrototypeOf(handle) as typeof handle;
const { sync } = handles as unknown as { sync: (this: unknown) => Promise<void> };
Object.assign(handles, {
  sync(this: typeof handle) {
    fileFlushes += 1;
    return sync.call(this);
  },
});
await handle.close();

const SERVER = `
  select (select coalesce(sum(fsyncs), 0) from pg_stat_io where object = 'wal')::int as flushes,
    (select active_time from pg_stat_database where datname = current_database()) as "sqlMs"`;

type ServerCost = Pick<Cost, 'flushes' | 'sqlMs'>;

export async function costOf<T>({ sql }: Running, work: () => Promise<T>): Promise<{ result: T; cost: Cost }> {
  const server = async () => (await sql.query<ServerCost>(SERVER)).rows[0] as ServerCost;
  const before = await server();
  const from = { cpu: process.cpuUsage(), statements, fileFlushes };
  const result = await work();
  const { user, system } = process.cpuUsage(from.cpu);
  const ours = {
    cpuMs: (user + system) / 1000,
    statements: statements - from.statements,
    fileFlushes: fileFlushes - from.fileFlushes,
  };
  // The server adds up its statistics after a second without work.
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  const after = await server();
  const theirs = { flushes: after.flushes - before.flushes, sqlMs: after.sqlMs - before.sqlMs };
  return { result, cost: { ...ours, ...theirs } };
}
