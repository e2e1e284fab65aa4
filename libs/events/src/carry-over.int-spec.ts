import { Client } from 'pg';
import { PgBoss } from 'pg-boss';
import { freshDatabase, type FreshDatabase } from '@trellis/database/testing';
import { Echo, Listener, Rung } from './event-relay.spec-support.ts';
import { installQueues, planQueues, queuesInstalled, subscriptionsOf } from './index.ts';

const subscriptions = [Listener, Echo].flatMap(subscriptionsOf);
const eventOf = (n: number) => ({ name: Rung.eventName, event: { ...new Rung(n) } });

const WAITING = `
  update pgboss.job set state = 'created', started_on = null, heartbeat_on = null
  where name = 'events' and state = 'active' and (data->'event'->>'n')::int between 3 and 6`;

/** The queues of the first release, as it installed them, with events in every state. */
async function firstRelease(url: string, client: Client): Promise<void> {
  const boss = new PgBoss({ connectionString: url, schema: 'pgboss', max: 2, supervise: false, schedule: false });
  await boss.start();
  const days = (count: number) => count * 24 * 60 * 60;
  const dead = { retentionSeconds: days(90), deleteAfterSeconds: days(90) };
  if (!(await boss.getQueue('events.dead'))) await boss.createQueue('events.dead', dead);
  const tries = { retryLimit: 9, retryDelay: 1, retryBackoff: true, retryDelayMax: 600, heartbeatSeconds: 10 };
  await boss.createQueue('events', {
    deadLetter: 'events.dead',
    notify: true,
    ...tries,
    expireInSeconds: 900,
    ...dead,
  });
  for (let n = 0; n < 8; n += 1) await boss.send('events', eventOf(n));
  const jobs = await boss.fetch<{ event: { n: number } }>('events', { batchSize: 8 });
  const idOf = (n: number) => jobs.find(({ data }) => data.event.n === n)?.id as string;
  await boss.fail('events', idOf(0), { message: 'the store is away' });
  await boss.complete('events', idOf(1));
  await client.query(`update pgboss.job set retry_limit = 0 where id = $1`, [idOf(7)]);
  await boss.fail('events', idOf(7), { message: 'for good' });
  await boss.stop({ graceful: false });
}

describe('an upgrade from the one queue of the first release', () => {
  let database: FreshDatabase;
  let client: Client;

  beforeEach(async () => {
    database = await freshDatabase();
    client = new Client({ connectionString: database.url });
    await client.connect();
    await firstRelease(database.url, client);
    await client.query(WAITING);
  });
  afterEach(async () => {
    await client.end();
    await database.drop();
  });

  const numbersIn = async (queue: string) => {
    const sql = `select (data->'event'->>'n')::int as n from pgboss.job where name = $1 and state = 'created' order by 1`;
    return (await client.query<{ n: number }>(sql, [queue])).rows.map(({ n }) => n);
  };
  const statesOf = async (queue: string) => {
    const sql = `select state::text, count(*)::int as n from pgboss.job where name = $1 group by 1 order by 1`;
    return Object.fromEntries(
      (await client.query<{ state: string; n: number }>(sql, [queue])).rows.map(({ state, n }) => [state, n]),
    );
  };

  it('begins with waiting, retried, active and completed events, and a dead letter', async () => {
    expect(await statesOf('events')).toMatchObject({ completed: 1, retry: 1, active: 1, created: 4 });
    expect(await numbersIn('events.dead')).toEqual([7]);
    expect(await queuesInstalled(database.url, subscriptions)).toBe(false);
  });

  const expectAllCarried = async () => {
    for (const { as } of subscriptions) expect(await numbersIn(as)).toEqual([0, 2, 3, 4, 5, 6]);
    const { rows } = await client.query(
      `select name, source_name from pgboss.job where name in ('events', 'events.dead')`,
    );
    expect(rows).toEqual([{ name: 'events.dead', source_name: 'test.bell' }]);
    expect((await client.query(`select 1 from pgboss.queue where name = 'events'`)).rows).toEqual([]);
    expect(await queuesInstalled(database.url, subscriptions)).toBe(true);
  };

  it('loses none: each waits for every subscription, and the dead letter names one', async () => {
    await installQueues(database.url, subscriptions);
    await expectAllCarried();
  });

  it('may be repeated without moving anything twice', async () => {
    await installQueues(database.url, subscriptions);
    await installQueues(database.url, subscriptions);
    await expectAllCarried();
  });

  it('can be done by hand with the SQL that a dry run prints', async () => {
    for (const statement of await planQueues(database.url, subscriptions)) await client.query(statement);
    await expectAllCarried();
  });

  it('keeps the age of an event, and gives it the attempts and the expiry of its new queue', async () => {
    await client.query(`update pgboss.job set created_on = now() - interval '3 hours' where name = 'events'`);
    await installQueues(database.url, subscriptions);
    const { rows } = await client.query(
      `select distinct name, retry_limit, retry_count, heartbeat_seconds, dead_letter, now() - created_on > interval '2 hours' as old
       from pgboss.job where name like 'test.%' order by name`,
    );
    const common = { retry_count: 0, heartbeat_seconds: 10, dead_letter: 'events.dead', old: true };
    expect(rows).toEqual([
      { name: 'test.bell', retry_limit: 9, ...common },
      { name: 'test.echo', retry_limit: 2, ...common },
    ]);
  });

  it('keeps an event without a subscription, and its queue', async () => {
    await client.query(
      `update pgboss.job set data = data || '{"name": "test.unheard"}' where name = 'events' and data->'event'->>'n' = '5'`,
    );
    await installQueues(database.url, subscriptions);
    expect(await numbersIn('events')).toEqual([5]);
    expect(await numbersIn('test.bell')).toEqual([0, 2, 3, 4, 6]);
    expect(await queuesInstalled(database.url, subscriptions)).toBe(true);
  });

  it('assigns dead letters to the subscription marked as heir', async () => {
    const heirs = [...subscriptions].reverse().map((one) => ({ ...one, heir: one.as === 'test.bell' }));
    await installQueues(database.url, heirs);
    const { rows } = await client.query(`select source_name from pgboss.job where name = 'events.dead'`);
    expect(rows).toEqual([{ source_name: 'test.bell' }]);
  });

  it('updates the options of installed queues', async () => {
    await installQueues(database.url, subscriptions);
    const changed = subscriptions.map((one) => ({ ...one, tries: one.as === 'test.bell' ? 4 : one.tries }));
    expect(await queuesInstalled(database.url, changed)).toBe(false);
    for (const sql of await planQueues(database.url, changed)) await client.query(sql);
    expect(await queuesInstalled(database.url, changed)).toBe(true);
    const { rows } = await client.query(`select retry_limit from pgboss.queue where name = 'test.bell'`);
    expect(rows).toEqual([{ retry_limit: 3 }]);
  });

  it('redrives a dead letter of a subscription', async () => {
    await installQueues(database.url, subscriptions);
    const boss = new PgBoss({
      connectionString: database.url,
      schema: 'pgboss',
      max: 2,
      supervise: false,
      schedule: false,
    });
    await boss.start();
    expect(await boss.redrive('events.dead')).toBe(1);
    await boss.stop({ graceful: false });
    expect(await numbersIn('test.bell')).toContain(7);
    expect(await numbersIn('test.echo')).not.toContain(7);
  });
});
