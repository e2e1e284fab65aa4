import { Test, type TestingModule } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { DatabaseModule, inTransaction, postgresOptions } from '@trellis/database';
import { freshDatabase, type FreshDatabase } from '@trellis/database/testing';
import { untilDeadline } from '@trellis/kernel';
import { DEAD_QUEUE, EVENT_QUEUE, EventRelay, EventsModule, Outbox, type DomainEvent } from './index.ts';
import { Listener, ListenerModule, Rung, Unheard } from './event-relay.spec-support.ts';
import { queues } from './queues.ts';

describe('the outbox and its relay', () => {
  let database: FreshDatabase;
  let dataSource: DataSource;
  let module: TestingModule;
  let listener: Listener;

  beforeEach(async () => {
    database = await freshDatabase();
    dataSource = await new DataSource(postgresOptions(database.url)).initialize();
    module = await Test.createTestingModule({
      imports: [
        DatabaseModule.forRoot({ url: database.url }),
        EventsModule.forRoot({ url: database.url, works: true }),
        ListenerModule,
      ],
    }).compile();
    module.useLogger(false);
    await module.init();
    listener = module.get(Listener);
  });

  afterEach(async () => {
    await module.close();
    await dataSource.destroy();
    await database.drop();
  });

  const start = (concurrency = 4) => module.get(EventRelay).start(concurrency);
  const record = (...events: DomainEvent[]) =>
    inTransaction(dataSource, (manager) => module.get(Outbox).record(manager, events));
  const states = async (queue = EVENT_QUEUE) => {
    const rows = await dataSource.query<{ state: string; n: number }[]>(
      `select state::text, count(*)::int as n from pgboss.job where name = $1 group by state`,
      [queue],
    );
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  };
  const heard = (n: number) => untilDeadline(`${n} events to be heard`, () => listener.heard.length >= n);

  it('hand an event over as soon as it is committed, not when somebody polls', async () => {
    await start();
    await record(new Rung(0));
    await heard(1);
    const delays: number[] = [];
    for (let n = 1; n <= 15; n += 1) {
      const committed = performance.now();
      await record(new Rung(n));
      await heard(n + 1);
      delays.push((listener.heard[n]?.at as number) - committed);
    }
    const median = delays.sort((a, b) => a - b)[7] as number;
    expect(median).toBeLessThan(500);
  });

  it('leave no event of a transaction that rolled back', async () => {
    const doomed = inTransaction(dataSource, async (manager) => {
      await module.get(Outbox).record(manager, [new Rung(1)]);
      throw new Error('rolled back');
    });
    await expect(doomed).rejects.toThrow('rolled back');
    expect(await states()).toEqual({});
  });

  it('refuse to record outside a transaction', async () => {
    await expect(module.get(Outbox).record(dataSource.manager, [new Rung(1)])).rejects.toThrow('transaction');
  });

  it('deliver again what failed, and never fail its batch-mates', async () => {
    await record(...Array.from({ length: 8 }, (_, n) => new Rung(n, n === 3)));
    await start();
    await heard(9);
    await untilDeadline('all jobs to be completed', async () => (await states())['completed'] === 8);
    const times = listener.heard.map(({ n }) => n).sort((a, b) => a - b);
    expect(times).toEqual([0, 1, 2, 3, 3, 4, 5, 6, 7]);
    expect(listener.heard.at(-1)).toMatchObject({ n: 3, attempt: 2 });
  });

  it('drain a backlog without a pause between batches', async () => {
    await record(...Array.from({ length: 400 }, (_, n) => new Rung(n)));
    await start();
    await heard(400);
    const at = listener.heard.map((one) => one.at).sort((a, b) => a - b);
    const longestPause = Math.max(...at.slice(1).map((time, i) => time - (at[i] as number)));
    expect(longestPause).toBeLessThan(1000);
  });

  it.each([
    [1, 2],
    [2, 2],
    [3, 3],
    [4, 4],
    [5, 6],
  ])('work on %i events at once when they were told so, and take %i from others', async (many, taken) => {
    let open = () => undefined as void;
    listener.release = new Promise((resolve) => (open = resolve));
    await record(...Array.from({ length: 20 }, (_, n) => new Rung(n)));
    await start(many);
    await untilDeadline('them to be at work', () => listener.running === many);
    await untilDeadline('no more to be taken', async () => (await states())['active'] === taken);
    open();
    await heard(20);
    expect(listener.most).toBe(many);
  });

  it('fail an event that nobody listens to', async () => {
    await start();
    await record(new Unheard(1));
    const job = await untilDeadline('the job to fail', async () => {
      const [row] = await dataSource.query<{ state: string; output: { message: string } }[]>(
        `select state::text, output from pgboss.job where name = $1 and output is not null`,
        [EVENT_QUEUE],
      );
      return row;
    });
    expect(job).toEqual({ state: 'retry', output: { message: 'Nobody listens to test.unheard in this version.' } });
  });

  it('take over an event whose worker died at its eighth try as soon as at its first', async () => {
    await record(new Rung(1));
    await dataSource.query(`
      update pgboss.job set state = 'active', retry_count = 7, started_on = now() - interval '1 minute', heartbeat_on = now() - interval '1 minute'
      where name = '${EVENT_QUEUE}'`);
    await start();
    await untilDeadline('it to be heard', () => listener.heard.length === 1, { seconds: 20 });
    expect(listener.heard[0]).toMatchObject({ n: 1, attempt: 9 });
  }, 30_000);

  it('put an event aside after its last try, where it waits for ninety days', async () => {
    await record(new Rung(1, true));
    await dataSource.query(`update pgboss.job set retry_limit = 0 where name = $1`, [EVENT_QUEUE]);
    await start();
    await untilDeadline('the dead letter', async () => (await states(DEAD_QUEUE))['created'] === 1);
    const [{ days }] = await dataSource.query<[{ days: number }]>(
      `select extract(day from keep_until - created_on)::int as days from pgboss.job where name = $1`,
      [DEAD_QUEUE],
    );
    expect(days).toBe(90);
  });

  it('finish what is in hand before the listeners go, and take nothing new', async () => {
    let open = () => undefined as void;
    listener.release = new Promise((resolve) => (open = resolve));
    await record(...Array.from({ length: 10 }, (_, n) => new Rung(n)));
    await start(2);
    await untilDeadline('two to be at work', () => listener.running === 2);
    const drained = module.get(EventRelay).beforeApplicationShutdown();
    open();
    await drained;
    const { completed = 0, active = 0 } = await states();
    expect(active).toBe(0);
    expect(listener.heard).toHaveLength(completed);
  });

  it('have the numbers that the design decided', () => {
    const [dead, events] = queues;
    expect(dead).toMatchObject({ name: DEAD_QUEUE, retentionSeconds: 90 * 86_400 });
    expect(events).toMatchObject({
      retryLimit: 9,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 600,
      heartbeatSeconds: 10,
      deadLetter: DEAD_QUEUE,
      notify: true,
    });
  });
});
