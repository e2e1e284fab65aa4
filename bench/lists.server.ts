// node bench/lists.server.ts app|raw <database url> …: a server of its own process, for bench/lists.ts.
import Fastify from 'fastify';
import pg from 'pg';
import { DataSource, type Logger } from 'typeorm';
import { ApiKeys } from '@trellis/access';
import { startApplication } from './support.ts';

/** A statement with its values. */
export type Statement = readonly [sql: string, values: readonly unknown[]];

/** What the process answers to its parent. */
export type Answer = { url: string; key?: string } | { statements: Statement[] };

const [kind, databaseUrl = '', ...paths] = process.argv.slice(2);
const send = (answer: Answer) => process.send?.(answer);

if (kind === 'app') await serveApplication();
else await serveRaw();

/** The application. For each path that the parent sends it answers the statements that the list runs. */
async function serveApplication(): Promise<void> {
  const { app } = await startApplication(databaseUrl, { RATE_LIMIT_PER_MINUTE: '1000000000' });
  const { key } = await app.get(ApiKeys).create({ name: `bench ${process.pid}`, role: 'viewer' }, 'bench');
  await app.listen(0, '127.0.0.1');
  const url = `${await app.getUrl()}/api/v1`;
  const pool = app.get(DataSource, { strict: false });
  process.on('message', (path: string) => void watched(path).then((statements) => send({ statements })));
  send({ url, key });

  async function watched(path: string): Promise<Statement[]> {
    const get = () => fetch(url + path, { headers: { authorization: `Bearer ${key}` } }).then((one) => one.text());
    await get();
    const statements: Statement[] = [];
    const { logger } = pool;
    const logQuery = (sql: string, values: unknown[] = []) => void statements.push([sql, values]);
    Object.assign(pool, { logger: Object.assign(Object.create(logger as object), { logQuery }) as Logger });
    await get();
    Object.assign(pool, { logger });
    return statements.filter(([sql]) => !sql.includes('api_keys'));
  }
}

/** Fastify and pg with the statements of the parent: the rows of the last page as JSON, and nothing else. */
async function serveRaw(): Promise<void> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 16 });
  const server = Fastify();
  for (const [i, text] of paths.entries()) {
    const statements = JSON.parse(text) as Statement[];
    server.get(`/${i}`, async () => {
      const results: pg.QueryResult<object>[] = [];
      for (const [sql, values] of statements) results.push(await pool.query<object>(sql, [...values]));
      const page = results.find(({ rows }) => rows.length > 1)?.rows ?? [];
      return { items: page.slice(0, 50), nextCursor: page.length > 50 ? page.at(-1) : null };
    });
  }
  send({ url: await server.listen({ port: 0, host: '127.0.0.1' }) });
}
