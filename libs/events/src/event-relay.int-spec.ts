import { untilDeadline } from '@trellis/kernel';
import { BELL, ECHO, RunningRelay, Rung } from './event-relay.spec-support.ts';
import { EventRelay, Outbox, Subscriptions } from './index.ts';

describe('the outbox and its relay', () => {
  let relay: RunningRelay;

  beforeEach(async () => {
    relay = await RunningRelay.start();
  });
  afterEach(() => relay.stop());

  it('records one job per event and subscription', async () => {
    await relay.record(new Rung(1), new Rung(2));
    expect([await relay.states(BELL), await relay.states(ECHO)]).toEqual([{ created: 2 }, { created: 2 }]);
  });

  it('delivers an event as soon as it is committed, without waiting for a poll', async () => {
    await relay.work();
    await relay.record(new Rung(0));
    await relay.heard(1);
    const delays: number[] = [];
    for (let n = 1; n <= 15; n += 1) {
      const committed = performance.now();
      await relay.record(new Rung(n));
      await relay.heard(n + 1);
      delays.push((relay.ear.by(BELL)[n]?.at as number) - committed);
    }
    const median = delays.sort((a, b) => a - b)[7] as number;
    expect(median).toBeLessThan(500);
  });

  it('leaves no event of a transaction that rolled back', async () => {
    const doomed = relay.on.transaction(async (manager) => {
      await relay.module.get(Outbox).record(manager, [new Rung(1)]);
      throw new Error('rolled back');
    });
    await expect(doomed).rejects.toThrow('rolled back');
    expect(await relay.states()).toEqual({});
  });

  it('refuses to record outside a transaction', async () => {
    await expect(relay.module.get(Outbox).record(relay.on.manager, [new Rung(1)])).rejects.toThrow('transaction');
  });

  it('retries only the failed subscriber, and not the other events of its batch', async () => {
    await relay.record(...Array.from({ length: 8 }, (_, n) => new Rung(n, n === 3)));
    await relay.work();
    await relay.heard(9);
    await untilDeadline('all jobs to be completed', async () => (await relay.states())['completed'] === 8);
    await untilDeadline('the echo too', async () => (await relay.states(ECHO))['completed'] === 8);
    const times = (by: string) =>
      relay.ear
        .by(by)
        .map(({ n }) => n)
        .sort((a, b) => a - b);
    expect(times(BELL)).toEqual([0, 1, 2, 3, 3, 4, 5, 6, 7]);
    expect(times(ECHO)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(relay.ear.by(BELL).at(-1)).toMatchObject({ n: 3, attempt: 2 });
  });
  it('begins an event of a lower priority only while no event of a higher one is due', async () => {
    await relay.stop();
    relay = await RunningRelay.start(1);
    await relay.record(...Array.from({ length: 30 }, (_, n) => new Rung(n)));
    await relay.work();
    await relay.heard(30);
    await relay.heard(30, ECHO);
    const last = relay.ear.heard.findIndex(({ by }) => by === ECHO);
    const before = relay.ear.heard.slice(0, last).filter(({ by }) => by === BELL);
    expect(before.length).toBeGreaterThanOrEqual(29 - 2);
  });
  it('does not delay an event of a lower priority for one whose retry is not due', async () => {
    await relay.record(new Rung(1));
    await relay.on.query(
      `update pgboss.job set state = 'retry', start_after = now() + interval '1 hour' where name = $1`,
      [BELL],
    );
    await relay.work();
    await relay.heard(1, ECHO);
    expect(relay.ear.by(BELL)).toEqual([]);
  });

  it('drains a backlog without a pause between batches', async () => {
    await relay.record(...Array.from({ length: 400 }, (_, n) => new Rung(n)));
    await relay.work();
    await relay.heard(400);
    const at = relay.ear
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
  ])('handles %i events at once, and fetches %i', async (many, taken) => {
    await relay.stop();
    relay = await RunningRelay.start(many);
    let open = () => undefined as void;
    relay.ear.release = new Promise((resolve) => (open = resolve));
    await relay.record(...Array.from({ length: 20 }, (_, n) => new Rung(n)));
    await relay.work();
    await untilDeadline('them to be at work', () => relay.ear.running === many);
    await untilDeadline('no more to be taken', async () => (await relay.states())['active'] === taken);
    open();
    await relay.heard(20);
    expect(relay.ear.most).toBe(many);
  });

  it('returns unbegun events when it stops, without using an attempt', async () => {
    await relay.stop();
    relay = await RunningRelay.start(1);
    let open = () => undefined as void;
    relay.ear.release = new Promise((resolve) => (open = resolve));
    await relay.record(new Rung(1), new Rung(2));
    await relay.work();
    await untilDeadline('one to be at work', () => relay.ear.running === 1);
    await untilDeadline('both to be taken', async () => (await relay.states())['active'] === 2);
    const stopping = relay.module.get(EventRelay).beforeApplicationShutdown();
    open();
    await stopping;
    const rows = await relay.on.query(
      `select state::text, retry_count, started_on, start_after <= now() as due from pgboss.job where name = $1 and state <> 'completed'`,
      [BELL],
    );
    expect(rows).toEqual([{ state: 'retry', retry_count: 0, started_on: null, due: true }]);
    await relay.work();
    await relay.heard(2);
    expect(relay.ear.by(BELL).map(({ attempt }) => attempt)).toEqual([1, 1]);
  });

  it('delivers the other events of a batch when one job is malformed', async () => {
    await relay.record(new Rung(1), new Rung(2));
    await relay.on.query(`update pgboss.job set data = '{}' where name = $1 and data->'event'->>'n' = '2'`, [BELL]);
    await relay.work();
    await relay.failure();
    await relay.heard(1);
    expect(await relay.states()).toMatchObject({ completed: 1, retry: 1 });
  });

  it('shares the limit of a subscription with other work of the same kind', async () => {
    const { limit } = relay.module.get(Subscriptions).get(BELL);
    let release = () => undefined as void;
    const held = new Promise<void>((resolve) => (release = resolve));
    const others = Array.from({ length: 4 }, () => limit(() => held));
    await relay.record(new Rung(1));
    await relay.work();
    await untilDeadline('the job to be taken', async () => (await relay.states())['active'] === 1);
    expect(relay.ear.by(BELL)).toEqual([]);
    release();
    await Promise.all(others);
    await relay.heard(1);
  });
});
