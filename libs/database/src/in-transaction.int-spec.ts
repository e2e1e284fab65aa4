import { DataSource } from 'typeorm';
import { inTransaction, isDatabaseAway, postgresOptions, refusing, violatedConstraint } from './index.ts';
import { freshDatabase, type FreshDatabase } from './testing.ts';

describe('inTransaction', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await freshDatabase({ empty: true });
    dataSource = await new DataSource(postgresOptions(database.url)).initialize();
    await dataSource.query('create table cups (id int constraint pk_cups primary key, sips int not null default 0)');
    await dataSource.query('insert into cups values (1), (2)');
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('does all of it or nothing', async () => {
    const half = inTransaction(dataSource, async (manager) => {
      await manager.query('update cups set sips = 99');
      throw new Error('spilled');
    });
    await expect(half).rejects.toThrow('spilled');
    expect(await dataSource.query('select sum(sips)::int as sips from cups')).toEqual([{ sips: 0 }]);
  });

  it('tries a deadlock again, so that both sides succeed', async () => {
    let attempts = 0;
    let met = 0;
    let bothLocked = () => undefined as void;
    const meeting = new Promise<void>((resolve) => (bothLocked = resolve));
    const sip = (first: number, second: number) =>
      inTransaction(dataSource, async (manager) => {
        attempts += 1;
        await manager.query('update cups set sips = sips + 1 where id = $1', [first]);
        if (++met === 2) bothLocked();
        await meeting;
        await manager.query('update cups set sips = sips + 1 where id = $1', [second]);
      });
    await Promise.all([sip(1, 2), sip(2, 1)]);
    expect(attempts).toBe(3);
    expect(await dataSource.query('select sips from cups')).toEqual([{ sips: 2 }, { sips: 2 }]);
  });

  it('gives up after three repetitions', async () => {
    let attempts = 0;
    const hopeless = inTransaction(dataSource, async (manager) => {
      attempts += 1;
      await manager.query(`do $$ begin raise exception 'x' using errcode = '40001'; end $$`);
    });
    await expect(hopeless).rejects.toThrow();
    expect(attempts).toBe(4);
  });

  it('fails, and nothing else with it, when PostgreSQL ends its connection between two statements', async () => {
    const cut = inTransaction(dataSource, async (manager) => {
      const [{ pid }] = await manager.query<[{ pid: number }]>('select pg_backend_pid() as pid');
      await dataSource.query('select pg_terminate_backend($1, 5000)', [pid]);
      await new Promise((resolve) => setImmediate(resolve));
      await manager.query('update cups set sips = 99');
    });
    expect(isDatabaseAway(await cut.catch((error: unknown) => error))).toBe(true);
    expect(await dataSource.query('select max(sips)::int < 99 as kept from cups')).toEqual([{ kept: true }]);
  });

  it('tells which constraint refused, and lets everything else through', async () => {
    const twice = () => dataSource.query('insert into cups values (1)');
    expect(violatedConstraint(await twice().catch((error: unknown) => error))).toBe('pk_cups');
    await expect(refusing({ pk_cups: () => new Error('taken') as never }, twice)).rejects.toThrow('taken');
    await expect(refusing({}, twice)).rejects.toThrow('duplicate key');
  });
});
