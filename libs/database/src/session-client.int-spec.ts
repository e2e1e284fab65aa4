import { createServer, type AddressInfo } from 'node:net';
import { DataSource } from 'typeorm';
import { postgresOptions } from './postgres-options.ts';
import { SessionClient } from './session-client.ts';
import { sessionFaults } from './session-faults.ts';
import { freshDatabase, onServer, type FreshDatabase } from './testing.ts';

const FOREIGN = {
  DateStyle: `'German, DMY'`,
  TimeZone: `'Asia/Kolkata'`,
  IntervalStyle: `'sql_standard'`,
  default_transaction_isolation: `'serializable'`,
  default_transaction_deferrable: 'on',
  transform_null_equals: 'on',
  bytea_output: `'escape'`,
  extra_float_digits: '-15',
  synchronous_commit: 'off',
};

const set = (database: FreshDatabase, settings: Readonly<Record<string, string>>) =>
  Promise.all(
    Object.entries(settings).map(([name, value]) =>
      onServer(`alter database ${new URL(database.url).pathname.slice(1)} set ${name} = ${value}`),
    ),
  );

describe('a session of a database with other defaults', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await freshDatabase({ empty: true });
    for (const entry of Object.entries(FOREIGN)) await set(database, Object.fromEntries([entry]));
    dataSource = await new DataSource(postgresOptions(database.url)).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('has the state that Trellis needs', async () => {
    const names = Object.keys(FOREIGN);
    const rows = await dataSource.query<{ name: string; value: string }[]>(
      'select name, current_setting(name) as value from unnest($1::text[]) as name',
      [names],
    );
    expect(Object.fromEntries(rows.map(({ name, value }) => [name, value]))).toEqual({
      DateStyle: 'ISO, YMD',
      TimeZone: 'UTC',
      IntervalStyle: 'postgres',
      default_transaction_isolation: 'read committed',
      default_transaction_deferrable: 'off',
      transform_null_equals: 'off',
      bytea_output: 'hex',
      extra_float_digits: '1',
      synchronous_commit: 'on',
    });
  });

  it('hands pg one query at a time, although TypeORM asks for many at once, and goes on after one that fails', async () => {
    const client = await new SessionClient({ connectionString: database.url }).connect();
    const asked = [1, 0, 2, 4].map((n) => client.query<{ n: number }>('select 4 / $1::int as n', [n]));
    expect((client as unknown as { _queryQueue: unknown[] })._queryQueue).toEqual([]);
    const answers = await Promise.allSettled(asked);
    expect(answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.rows[0]?.n : 'failed'))).toEqual([
      ...[4, 'failed', 2, 1],
    ]);
    const order: string[] = [];
    const first = client.query('select 1').then(() => order.push('first'));
    const second = client.query('select pg_sleep(0)').then(() => order.push('second'));
    const third = new Promise<void>((resolve) => client.query('select 2', () => resolve())).then(() =>
      order.push('callback'),
    );
    await Promise.all([first, second, third]);
    expect(order).toEqual(['first', 'second', 'callback']);
    await client.end();
  });

  it('reads a point in time and a number as they were written', async () => {
    const at = new Date('2026-01-11T23:30:00.123Z');
    const [row] = await dataSource.query<object[]>('select $1::timestamptz as at, $2::float8 as score', [
      at,
      0.1 + 0.2,
    ]);
    expect(row).toEqual({ at, score: 0.1 + 0.2 });
  });

  it('names the isolation in each transaction, also where a pooler has lost the state of the session', async () => {
    const isolation = await dataSource.transaction(async (manager) => {
      await manager.query(`set session characteristics as transaction isolation level serializable`);
      return manager.query<object[]>('show transaction_isolation');
    });
    const next = await dataSource.transaction((manager) => manager.query<object[]>('show transaction_isolation'));
    expect([isolation, next]).toEqual(Array(2).fill([{ transaction_isolation: 'read committed' }]));
  });
});

describe('the start of a session', () => {
  it('sends only the parameters that every pooler accepts', async () => {
    const packet = new Promise<string>((resolve) => {
      const server = createServer((socket) =>
        socket.once('data', (data) => {
          resolve(data.subarray(8).toString());
          socket.destroy();
          server.close();
        }),
      ).listen(0, '127.0.0.1', () => {
        const url = `postgres://user@127.0.0.1:${(server.address() as AddressInfo).port}/database`;
        const { extra, applicationName } = postgresOptions(url);
        const client = new SessionClient({ connectionString: url, application_name: applicationName, ...extra });
        client.connect().catch(() => undefined);
      });
    });
    const words = (await packet).split('\0').filter((word) => word !== '');
    expect(words.filter((_, at) => at % 2 === 0).sort()).toEqual([
      'application_name',
      'client_encoding',
      'database',
      'user',
    ]);
  });

  it('fails and closes the connection when the state cannot be set', async () => {
    const database = await freshDatabase({ empty: true });
    const client = new SessionClient({ connectionString: database.url, session: { DateStyle: 'Julian' } });
    await expect(client.connect()).rejects.toThrow('invalid value for parameter "DateStyle"');
    await expect(client.query('select 1')).rejects.toThrow();
    await database.drop();
  });
});

describe('what a session cannot set', () => {
  const faultsOf = async (url: string): Promise<string[]> => {
    const dataSource = await new DataSource(postgresOptions(url)).initialize();
    return sessionFaults(dataSource).finally(() => dataSource.destroy());
  };

  it('is nothing in an ordinary database', async () => {
    const database = await freshDatabase({ empty: true });
    expect(await faultsOf(database.url)).toEqual([]);
    await database.drop();
  });

  it.each([
    [{ default_transaction_read_only: 'on' }, 'Transactions are read-only. Set default_transaction_read_only to off'],
    [{ session_replication_role: 'replica' }, 'session_replication_role is replica: triggers do not run.'],
  ] as const)('is named with its cure: %j', async (settings, fault) => {
    const database = await freshDatabase({ empty: true });
    await set(database, settings);
    expect(await faultsOf(database.url)).toEqual([expect.stringContaining(fault)]);
    await database.drop();
  });

  it('is the encoding', async () => {
    const database = await freshDatabase({ empty: true, encoding: 'SQL_ASCII' });
    expect(await faultsOf(database.url)).toEqual([
      expect.stringContaining('The encoding of the database is SQL_ASCII.'),
    ]);
    await database.drop();
  });

  it('is a standby', async () => {
    const standby = { encoding: 'UTF8', standby: true, readOnly: true, role: 'origin' };
    const faults = await sessionFaults({ query: async <T>() => [standby] as T });
    expect(faults).toEqual([expect.stringContaining('The server is a standby')]);
  });
});
