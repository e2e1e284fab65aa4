import { Injectable, type Type } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import pLimit, { type LimitFunction } from 'p-limit';
import { TrellisConfig } from '@trellis/config';
import type { DomainEvent } from './domain-event.ts';
import { subscriptionsOf, type Delivery, type Subscription } from './subscribe.ts';

/** A subscription with its subscriber. */
export interface BoundSubscription extends Omit<Subscription, 'concurrency'> {
  concurrency: number;
  /** Runs at most `concurrency` tasks at once, shared by the relay and a sweeper that does the same work. */
  limit: LimitFunction;
  handle(event: DomainEvent, delivery: Delivery): Promise<void>;
}

/** Every subscription of the loaded modules. */
@Injectable()
export class Subscriptions {
  private found: BoundSubscription[] | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly config: TrellisConfig,
  ) {}

  /** Highest priority first. */
  get all(): readonly BoundSubscription[] {
    return (this.found ??= this.discover());
  }

  of(eventName: string): BoundSubscription[] {
    return this.all.filter(({ event }) => event.eventName === eventName);
  }

  /** @throws Error for an unknown name */
  get(as: string): BoundSubscription {
    const found = this.all.find((one) => one.as === as);
    if (!found) throw new Error(`there is no subscription ${as}`);
    return found;
  }

  private discover(): BoundSubscription[] {
    const subscribers = new Map<Type<unknown>, object>();
    for (const { metatype, instance } of this.discovery.getProviders())
      if (metatype?.prototype && instance) subscribers.set(metatype as Type<unknown>, instance as object);
    const found = [...subscribers].flatMap(([type, instance]) =>
      subscriptionsOf(type).map((subscription) => this.bind(subscription, instance)),
    );
    requireDistinct(found);
    return found.sort((a, b) => b.priority - a.priority);
  }

  private bind(subscription: Subscription, instance: object): BoundSubscription {
    const { concurrency: given, method } = subscription;
    const concurrency = typeof given === 'number' ? given : given(this.config);
    const handle = (Reflect.get(instance, method) as BoundSubscription['handle']).bind(instance);
    return { ...subscription, concurrency, limit: pLimit(concurrency), handle };
  }
}

function requireDistinct(subscriptions: readonly { as: string }[]): void {
  const names = subscriptions.map(({ as }) => as);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice) throw new Error(`two subscriptions are called ${twice}`);
}
