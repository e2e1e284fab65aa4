import pg from 'pg';
import type { Running } from './support.ts';

/** What a part of a benchmark costs: processor time of this process, statements that it sends, flushes of the log. */
export interface Cost {
  cpuMs: number;
  statements: number;
  flushes: number;
}

let statements = 0;
const { query } = pg.Client.prototype as unknown as { query: (...args: unknown[]) => unknown };
Object.assign(pg.Client.prototype, {
  query(this: pg.Client, ...args: unknown[]) {
    statements += 1;
    return query.apply(this, args);
  },
});

const FLUSHES = `select coalesce(sum(fsyncs), 0)::int as flushes from pg_stat_io where object = 'wal'`;

export async function costOf<T>({ sql }: Running, work: () => Promise<T>): Promise<{ result: T; cost: Cost }> {
  const flushes = async () => (await sql.query<{ flushes: number }>(FLUSHES)).rows[0]?.flushes ?? NaN;
  const before = await flushes();
  const from = { cpu: process.cpuUsage(), statements };
  const result = await work();
  const { user, system } = process.cpuUsage(from.cpu);
  const cost = { cpuMs: (user + system) / 1000, statements: statements - from.statements, flushes: 0 };
  // The server adds up its statistics after a second without work.
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  return { result, cost: { ...cost, flushes: (await flushes()) - before } };
}
