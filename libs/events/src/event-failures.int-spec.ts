import { untilDeadline } from '@trellis/kernel';
import { BELL, ECHO, RunningRelay, Rung, Unheard } from './event-relay.spec-support.ts';
import { DEAD_QUEUE, EventRelay } from './index.ts';

describe('an event that cannot be delivered', () => {
  let relay: RunningRelay;

  beforeEach(async () => {
    relay = await RunningRelay.start();
  });
  afterEach(() => relay.stop());

  it('records nothing for an event without a subscription', async () => {
    await relay.record(new Unheard(1));
    expect(await relay.on.query(`select 1 from pgboss.job where data->>'name' = 'test.unheard'`)).toEqual([]);
  });

  it('fails an event of an unknown version, with the reason', async () => {
    await relay.record(new Rung(1));
    await relay.on.query(`update pgboss.job set data = data || '{"version": 3}' where name = $1`, [BELL]);
    await relay.work();
    expect(await relay.failure()).toContain('has version 3, and this release supports version 2');
    expect(relay.ear.by(BELL)).toEqual([]);
  });

  it('fails an event with an invalid payload, and names the field', async () => {
    await relay.record(new Rung(1));
    await relay.on.query(`update pgboss.job set data = jsonb_set(data, '{event,n}', '"one"') where name = $1`, [BELL]);
    await relay.work();
    expect(await relay.failure()).toContain('n must be an integer');
    expect(relay.ear.by(BELL)).toEqual([]);
  });

  it('reads an event of the first release, which has no version', async () => {
    await relay.record(new Rung(1));
    await relay.on.query(`update pgboss.job set data = data - 'version' where name = $1`, [BELL]);
    await relay.work();
    await relay.heard(1);
  });

  it('takes over an event of a crashed worker as fast at its eighth attempt as at its first', async () => {
    await relay.record(new Rung(1));
    await relay.on.query(`
      update pgboss.job set state = 'active', retry_count = 7, started_on = now() - interval '1 minute', heartbeat_on = now() - interval '1 minute'
      where name = '${BELL}'`);
    await relay.work();
    await untilDeadline('it to be heard', () => relay.ear.by(BELL).length === 1, { seconds: 20 });
    expect(relay.ear.by(BELL)[0]).toMatchObject({ n: 1, attempt: 9 });
  }, 30_000);

  it('keeps an event after its last attempt for ninety days, under the name of its subscription', async () => {
    await relay.record(new Rung(1, true));
    await relay.on.query(`update pgboss.job set retry_limit = 0 where name = $1`, [BELL]);
    await relay.work();
    await untilDeadline('the dead letter', async () => (await relay.states(DEAD_QUEUE))['created'] === 1);
    const [letter] = await relay.on.query<{ days: number; source_name: string }[]>(
      `select extract(day from keep_until - created_on)::int as days, source_name from pgboss.job where name = $1`,
      [DEAD_QUEUE],
    );
    expect(letter).toEqual({ days: 90, source_name: BELL });
    await untilDeadline('the echo not to be touched', async () => (await relay.states(ECHO))['completed'] === 1);
  });
  it('finishes current events before the subscribers are destroyed, and takes no new ones', async () => {
    let open = () => undefined as void;
    relay.ear.release = new Promise((resolve) => (open = resolve));
    await relay.record(...Array.from({ length: 10 }, (_, n) => new Rung(n)));
    await relay.work();
    await untilDeadline('four to be at work', () => relay.ear.running === 4);
    const drained = relay.module.get(EventRelay).beforeApplicationShutdown();
    open();
    await drained;
    const { completed = 0, active = 0 } = await relay.states();
    expect(active).toBe(0);
    expect(relay.ear.by(BELL)).toHaveLength(completed);
  });
});
