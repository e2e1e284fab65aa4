import { Echo, Listener, Rung } from './event-relay.spec-support.ts';
import { subscriptionsOf } from './index.ts';
import { queuesOf } from './queues.ts';

describe('the queues of subscriptions', () => {
  it('have the numbers of the design', () => {
    const [dead, bell] = queuesOf([...subscriptionsOf(Listener), ...subscriptionsOf(Echo)]);
    expect(dead).toMatchObject({ name: 'events.dead', retentionSeconds: 90 * 86_400 });
    expect(bell).toMatchObject({
      name: 'test.bell',
      retryLimit: 9,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 600,
      heartbeatSeconds: 10,
      expireInSeconds: 900,
      deadLetter: 'events.dead',
      notify: true,
    });
  });

  it('let a lower priority wait, and give each subscription its own number of attempts', () => {
    const [, , echo] = queuesOf([...subscriptionsOf(Listener), ...subscriptionsOf(Echo)]);
    expect(echo).toMatchObject({ name: 'test.echo', retryLimit: 2, expireInSeconds: 86_399 });
  });

  it('are found without an instance of the subscriber', () => {
    expect(subscriptionsOf(Listener)).toEqual([
      expect.objectContaining({ as: 'test.bell', event: Rung, method: 'onRung', tries: 10, priority: 10 }),
    ]);
  });
});
