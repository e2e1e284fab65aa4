import type { RunningApp } from './running-app.spec-support.ts';

/** The number of statements while `work` runs the second time, without the lookup of the key. */
export async function countQueries(app: RunningApp, work: () => Promise<unknown>): Promise<number> {
  const { pool } = app;
  await work();
  const { logger } = pool.options as { logger?: unknown };
  let n = 0;
  const counting = {
    logQuery: (sql: string) => (n += sql.includes('api_keys') ? 0 : 1),
    logQueryError: () => 0,
    logQuerySlow: () => 0,
    logSchemaBuild: () => 0,
    logMigration: () => 0,
    log: () => 0,
  };
  Object.assign(pool, { logger: counting });
  await work();
  Object.assign(pool, { logger: logger ?? { ...counting, logQuery: () => 0 } });
  return n;
}
