import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Pool } from 'pg';
import { SurvivingClient } from './surviving-client.ts';
import { freshDatabase, type FreshDatabase } from './testing.ts';

describe('a connection whose peer vanishes', () => {
  let database: FreshDatabase;
  let way: Server;
  let pool: Pool;
  const sockets = new Set<Socket>();
  /** Earlier connections: no data passes any more, and nothing is closed. */
  const lost = new Set<Socket>();

  beforeAll(async () => {
    database = await freshDatabase({ empty: true });
    const target = new URL(database.url);
    const [port, host] = [Number(target.port), target.hostname];
    way = createServer((client) => {
      const server = connect(port, host);
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        sockets.add(from);
        from.on('data', (chunk) => void (lost.has(client) || to.write(chunk))).on('error', () => undefined);
        from.on('close', () => lost.has(client) || to.destroy());
      }
    });
    await new Promise<void>((resolve) => way.listen(0, '127.0.0.1', resolve));
    target.host = `127.0.0.1:${(way.address() as AddressInfo).port}`;
    pool = new Pool({
      connectionString: target.href,
      max: 2,
      ...({ Client: SurvivingClient, silenceMs: 300 } as object),
    });
    pool.on('error', () => undefined);
  });
  afterAll(async () => {
    await pool.end();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => way.close(resolve));
    await database.drop();
  });

  it('fails one query, and the next query gets a working connection', async () => {
    await Promise.all([pool.query('select 1'), pool.query('select 1')]);
    for (const socket of sockets) lost.add(socket);
    const asked = await Promise.allSettled([pool.query('select 2'), pool.query('select 2')]);
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await pool.query('select 3 as n')).rows).toEqual([{ n: 3 }]);
  }, 10_000);
});
