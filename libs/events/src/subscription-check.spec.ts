import { Rung, Unheard } from './event-relay.spec-support.ts';
import { SubscriptionCheck } from './subscription-check.ts';
import type { Subscriptions } from './subscriptions.ts';

const found = [{ as: 'test.bell', event: Rung }];
const subscriptions = {
  all: found,
  of: (name: string) => found.filter(({ event }) => event.eventName === name),
} as unknown as Subscriptions;

const check = (published: ConstructorParameters<typeof SubscriptionCheck>[1]) => () =>
  new SubscriptionCheck(subscriptions, published).onApplicationBootstrap();

describe('the start of an application', () => {
  it('is refused where an event has no subscription: it would be dropped', () => {
    expect(check({ events: [Rung, Unheard], subscriptions: ['test.bell'] })).toThrow(
      'no subscription to the event test.unheard',
    );
  });

  it('is refused where a subscription is in no manifest: its queue would not be installed', () => {
    expect(check({ events: [Rung], subscriptions: [] })).toThrow('test.bell is in no pack');
  });

  it('is refused where a listed subscription has no provider: its events would be dropped', () => {
    expect(check({ events: [Rung], subscriptions: ['test.bell', 'test.echo'] })).toThrow(
      'no provider has the subscription test.echo',
    );
  });

  it('lets only events be recorded that a manifest has', () => {
    const started = new SubscriptionCheck(subscriptions, { events: [Rung], subscriptions: ['test.bell'] });
    expect(() => started.requirePublished(new Rung(1))).not.toThrow();
    expect(() => started.requirePublished(new Unheard(1))).toThrow('the event Unheard is in no pack');
  });

  it('goes on where each event has one, and each subscription a queue', () => {
    expect(check({ events: [Rung], subscriptions: ['test.bell'] })).not.toThrow();
  });
});
