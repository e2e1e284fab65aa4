import { DataSource } from 'typeorm';
import { Database, brokenReference, isDatabaseAway, postgresOptions, refusing, violatedConstraint } from './index.ts';
import { freshDatabase, type FreshDatabase } from './testing.ts';

describe('the database', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;
  let on: Database;

  beforeAll(async () => {
    database = await freshDatabase({ empty: true });
    dataSource = await new DataSource(postgresOptions(database.url)).initialize();
    on = new Database(dataSource);
    await dataSource.query('create table cups (id int constraint pk_cups primary key, sips int not null default 0)');
    await dataSource.query('insert into cups values (1), (2)');
  });
  afterAll(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it('commits everything or nothing', async () => {
    const half = on.transaction(async (manager) => {
      await manager.query('update cups set sips = 99');
      throw new Error('spilled');
    });
    await expect(half).rejects.toThrow('spilled');
    expect(await dataSource.query('select sum(sips)::int as sips from cups')).toEqual([{ sips: 0 }]);
  });

  it('retries a deadlock, so that both sides succeed', async () => {
    let attempts = 0;
    let met = 0;
    let bothLocked = () => undefined as void;
    const meeting = new Promise<void>((resolve) => (bothLocked = resolve));
    const sip = (first: number, second: number) =>
      on.transaction(async (manager) => {
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

  it('fails after three retries', async () => {
    let attempts = 0;
    const hopeless = on.transaction(async (manager) => {
      attempts += 1;
      await manager.query(`do $$ begin raise exception 'x' using errcode = '40001'; end $$`);
    });
    await expect(hopeless).rejects.toThrow();
    expect(attempts).toBe(4);
  });

  it('fails one query when PostgreSQL ends its connection between two statements', async () => {
    const cut = on.transaction(async (manager) => {
      const [{ pid }] = await manager.query<[{ pid: number }]>('select pg_backend_pid() as pid');
      await dataSource.query('select pg_terminate_backend($1, 5000)', [pid]);
      await new Promise((resolve) => setImmediate(resolve));
      await manager.query('update cups set sips = 99');
    });
    expect(isDatabaseAway(await cut.catch((error: unknown) => error))).toBe(true);
    expect(await dataSource.query('select max(sips)::int < 99 as kept from cups')).toEqual([{ kept: true }]);
  });

  it('maps constraints to refusals, and rethrows other errors', async () => {
    const twice = () => dataSource.query('insert into cups values (1)');
    expect(violatedConstraint(await twice().catch((error: unknown) => error))).toBe('pk_cups');
    await expect(refusing({ pk_cups: () => new Error('taken') as never }, twice)).rejects.toThrow('taken');
    await expect(refusing({}, twice)).rejects.toThrow('duplicate key');
  });

  it('joins calls below a shared transaction, and no others', async () => {
    const sips = () => on.query<[{ sips: number }]>('select sips from cups where id = 1');
    const [{ sips: before }] = await sips();
    const undone = on.shared(async () => {
      await on.query('update cups set sips = sips + 100 where id = 1');
      await on.transaction((manager) => manager.query('update cups set sips = sips + 1 where id = 1'));
      expect(await sips()).toEqual([{ sips: before + 101 }]);
      throw new Error('taken back');
    });
    await expect(undone).rejects.toThrow('taken back');
    expect(await sips()).toEqual([{ sips: before }]);
  });

  it('rolls back a transaction inside a shared one, and keeps the rest', async () => {
    const [{ sips: before }] = await on.query<[{ sips: number }]>('select sips from cups where id = 1');
    await on.shared(async () => {
      await on.query('update cups set sips = sips + 10 where id = 1');
      const inner = on.transaction(async (manager) => {
        await manager.query('update cups set sips = 0 where id = 1');
        throw new Error('spilled');
      });
      await expect(inner).rejects.toThrow('spilled');
    });
    expect(await on.query('select sips from cups where id = 1')).toEqual([{ sips: before + 10 }]);
  });

  it('explains a foreign key that refused a statement, in both directions', async () => {
    await on.query('create table lids (cup int constraint fk_lids_cup references cups (id) on delete restrict)');
    await on.query('insert into lids values (2)');
    const used = await on.query('delete from cups where id = 2').catch((error: unknown) => error);
    expect(brokenReference(used)).toEqual({ constraint: 'fk_lids_cup', table: 'lids', problem: 'used' });
    const missing = await on.query('insert into lids values (7)').catch((error: unknown) => error);
    expect(brokenReference(missing)).toEqual({ constraint: 'fk_lids_cup', table: 'lids', problem: 'missing' });
    expect(brokenReference(new Error('x'))).toBeUndefined();
  });
});
