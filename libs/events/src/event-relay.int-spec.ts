import { Test, type TestingModule } from '@nestjs/testing';
import { ConfigModule, loadConfig } from '@trellis/config';
import { Database, DatabaseModule } from '@trellis/database';
import { freshDatabase, type FreshDatabase } from '@trellis/database/testing';
import { untilDeadline } from '@trellis/kernel';
import { Ear, ListenerModule, Rung, Unheard, places } from './event-relay.spec-support.ts';
import {
  DEAD_QUEUE,
  EventRelay,
  EventsModule,
  Outbox,
  Subscriptions,
  installQueues,
  type DomainEvent,
} from './index.ts';

const BELL = 'test.bell';
const ECHO = 'test.echo';

describe('the outbox and its relay', () => {
  let database: FreshDatabase;
  let on: Database;
  let module: TestingModule;
  let ear: Ear;

  beforeEach(async () => {
    places.of = 4;
    database = await freshDatabase();
    module = await Test.createTestingModule({
      imports: [
        ConfigModule.forRoot(loadConfig({})),
        DatabaseModule.forRoot({ url: database.url }),
        EventsModule.forRoot({ url: database.url, works: true }),
        ListenerModule,
      ],
    }).compile();
    module.useLogger(false);
    await module.init();
    await installQueues(database.url, module.get(Subscriptions).all);
    on = module.get(Database);
    ear = module.get(Ear);
  });

  afterEach(async () => {
    await module.close();
    await database.drop();
  });

  const start = () => module.get(EventRelay).start();
  const record = (...events: DomainEvent[]) => on.transaction((manager) => module.get(Outbox).record(manager, events));
  const states = async (queue = BELL) => {
    const rows = await on.query<{ state: string; n: number }[]>(
      `select state::text, count(*)::int as n from pgboss.job where name = $1 group by state`,
      [queue],
    );
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  };
  const heard = (n: number, by = BELL) => untilDeadline(`${n} events to be heard`, () => ear.by(by).length >= n);
  const failureOf = (queue = BELL) =>
    untilDeadline('the job to fail', async () => {
      const [row] = await on.query<{ state: string; output: { message: string } }[]>(
        `select state::text, output from pgboss.job where name = $1 and output is not null`,
        [queue],
      );
      return row;
    });

  it('records one job for each event and subscription', async () => {
    await record(new Rung(1), new Rung(2));
    expect([await states(BELL), await states(ECHO)]).toEqual([{ created: 2 }, { created: 2 }]);
  });

  it('hands an event over as soon as it is committed, without waiting for a poll', async () => {
    await start();
    await record(new Rung(0));
    await heard(1);
    const delays: number[] = [];
    for (let n = 1; n <= 15; n += 1) {
      const committed = performance.now();
      await record(new Rung(n));
      await heard(n + 1);
      delays.push((ear.by(BELL)[n]?.at as number) - committed);
    }
    const median = delays.sort((a, b) => a - b)[7] as number;
    expect(median).toBeLessThan(500);
  });

  it('leaves no event of a transaction that rolled back', async () => {
    const doomed = on.transaction(async (manager) => {
      await module.get(Outbox).record(manager, [new Rung(1)]);
      throw new Error('rolled back');
    });
    await expect(doomed).rejects.toThrow('rolled back');
    expect(await states()).toEqual({});
  });

  it('refuses to record outside a transaction', async () => {
    await expect(module.get(Outbox).record(on.manager, [new Rung(1)])).rejects.toThrow('transaction');
  });

  it('delivers again to the subscriber that failed, and to no other; batch-mates are not failed', async () => {
    await record(...Array.from({ length: 8 }, (_, n) => new Rung(n, n === 3)));
    await start();
    await heard(9);
    await untilDeadline('all jobs to be completed', async () => (await states())['completed'] === 8);
    await untilDeadline('the echo too', async () => (await states(ECHO))['completed'] === 8);
    const times = (by: string) =>
      ear
        .by(by)
        .map(({ n }) => n)
        .sort((a, b) => a - b);
    expect(times(BELL)).toEqual([0, 1, 2, 3, 3, 4, 5, 6, 7]);
    expect(times(ECHO)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(ear.by(BELL).at(-1)).toMatchObject({ n: 3, attempt: 2 });
  });

  it('begins an event of a lower priority only while none of a higher one is due', async () => {
    places.of = 1;
    await record(...Array.from({ length: 30 }, (_, n) => new Rung(n)));
    await start();
    await heard(30);
    await heard(30, ECHO);
    const last = ear.heard.findIndex(({ by }) => by === ECHO);
    const before = ear.heard.slice(0, last).filter(({ by }) => by === BELL);
    expect(before.length).toBeGreaterThanOrEqual(29 - 2);
  });

  it('does not hold an event of a lower priority back for one whose next attempt is not due yet', async () => {
    await record(new Rung(1));
    await on.query(`update pgboss.job set state = 'retry', start_after = now() + interval '1 hour' where name = $1`, [
      BELL,
    ]);
    await start();
    await heard(1, ECHO);
    expect(ear.by(BELL)).toEqual([]);
  });

  it('drains a backlog without a pause between batches', async () => {
    await record(...Array.from({ length: 400 }, (_, n) => new Rung(n)));
    await start();
    await heard(400);
    const at = ear
      .by(BELL)
      .map((one) => one.at)
      .sort((a, b) => a - b);
    const longestPause = Math.max(...at.slice(1).map((time, i) => time - (at[i] as number)));
    expect(longestPause).toBeLessThan(1000);
  });

  it.each([
    [1, 2],
    [2, 2],
    [3, 3],
    [4, 4],
    [5, 6],
  ])('works on %i events at once when it is told so, and takes %i from others', async (many, taken) => {
    await module.close();
    places.of = many;
    module = await Test.createTestingModule({
      imports: [
        ConfigModule.forRoot(loadConfig({})),
        DatabaseModule.forRoot({ url: database.url }),
        EventsModule.forRoot({ url: database.url, works: true }),
        ListenerModule,
      ],
    }).compile();
    module.useLogger(false);
    await module.init();
    [on, ear] = [module.get(Database), module.get(Ear)];
    let open = () => undefined as void;
    ear.release = new Promise((resolve) => (open = resolve));
    await record(...Array.from({ length: 20 }, (_, n) => new Rung(n)));
    await start();
    await untilDeadline('them to be at work', () => ear.running === many);
    await untilDeadline('no more to be taken', async () => (await states())['active'] === taken);
    open();
    await heard(20);
    expect(ear.most).toBe(many);
  });

  it('shares the places of a subscription with other work of the same kind', async () => {
    const { limit } = module.get(Subscriptions).get(BELL);
    let release = () => undefined as void;
    const held = new Promise<void>((resolve) => (release = resolve));
    const others = Array.from({ length: 4 }, () => limit(() => held));
    await record(new Rung(1));
    await start();
    await untilDeadline('the job to be taken', async () => (await states())['active'] === 1);
    expect(ear.by(BELL)).toEqual([]);
    release();
    await Promise.all(others);
    await heard(1);
  });

  it('records nothing for an event without a subscription', async () => {
    await record(new Unheard(1));
    expect(await on.query(`select 1 from pgboss.job where data->>'name' = 'test.unheard'`)).toEqual([]);
  });

  it('fails an event of a version that this release does not know, and says so', async () => {
    await record(new Rung(1));
    await on.query(`update pgboss.job set data = data || '{"version": 3}' where name = $1`, [BELL]);
    await start();
    expect((await failureOf()).output.message).toContain('has version 3, this release knows version 2');
    expect(ear.by(BELL)).toEqual([]);
  });

  it('fails an event whose payload is not one of its class, and names the field', async () => {
    await record(new Rung(1));
    await on.query(`update pgboss.job set data = jsonb_set(data, '{event,n}', '"one"') where name = $1`, [BELL]);
    await start();
    expect((await failureOf()).output.message).toContain('n must be an integer');
    expect(ear.by(BELL)).toEqual([]);
  });

  it('reads an event of the first release, which has no version', async () => {
    await record(new Rung(1));
    await on.query(`update pgboss.job set data = data - 'version' where name = $1`, [BELL]);
    await start();
    await heard(1);
  });

  it('takes over an event whose worker died at its eighth attempt as soon as at its first', async () => {
    await record(new Rung(1));
    await on.query(`
      update pgboss.job set state = 'active', retry_count = 7, started_on = now() - interval '1 minute', heartbeat_on = now() - interval '1 minute'
      where name = '${BELL}'`);
    await start();
    await untilDeadline('it to be heard', () => ear.by(BELL).length === 1, { seconds: 20 });
    expect(ear.by(BELL)[0]).toMatchObject({ n: 1, attempt: 9 });
  }, 30_000);

  it('puts an event aside after its last attempt, under the name of its subscription, for ninety days', async () => {
    await record(new Rung(1, true));
    await on.query(`update pgboss.job set retry_limit = 0 where name = $1`, [BELL]);
    await start();
    await untilDeadline('the dead letter', async () => (await states(DEAD_QUEUE))['created'] === 1);
    const [letter] = await on.query<{ days: number; source_name: string }[]>(
      `select extract(day from keep_until - created_on)::int as days, source_name from pgboss.job where name = $1`,
      [DEAD_QUEUE],
    );
    expect(letter).toEqual({ days: 90, source_name: BELL });
    await untilDeadline('the echo not to be touched', async () => (await states(ECHO))['completed'] === 1);
  });

  it('finishes what is in hand before the subscribers go, and takes nothing new', async () => {
    places.of = 4;
    let open = () => undefined as void;
    ear.release = new Promise((resolve) => (open = resolve));
    await record(...Array.from({ length: 10 }, (_, n) => new Rung(n)));
    await start();
    await untilDeadline('four to be at work', () => ear.running === 4);
    const drained = module.get(EventRelay).beforeApplicationShutdown();
    open();
    await drained;
    const { completed = 0, active = 0 } = await states();
    expect(active).toBe(0);
    expect(ear.by(BELL)).toHaveLength(completed);
  });
});
