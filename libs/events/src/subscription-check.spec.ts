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
  it('fails when an event has no subscription', () => {
    expect(check({ events: [Rung, Unheard], subscriptions: ['test.bell'] })).toThrow(
      'the event test.unheard has no subscription',
    );
  });

  it('fails when a subscription is missing from the manifests', () => {
    expect(check({ events: [Rung], subscriptions: [] })).toThrow('test.bell is missing from the packs');
  });

  it('fails when a listed subscription has no provider', () => {
    expect(check({ events: [Rung], subscriptions: ['test.bell', 'test.echo'] })).toThrow(
      'the subscription test.echo has no provider',
    );
  });

  it('allows only events of the manifests', () => {
    const started = new SubscriptionCheck(subscriptions, { events: [Rung], subscriptions: ['test.bell'] });
    expect(() => started.requirePublished(new Rung(1))).not.toThrow();
    expect(() => started.requirePublished(new Unheard(1))).toThrow('the event Unheard is missing from the packs');
  });

  it('succeeds when each event has a subscription and each subscription a queue', () => {
    expect(check({ events: [Rung], subscriptions: ['test.bell'] })).not.toThrow();
  });
});
