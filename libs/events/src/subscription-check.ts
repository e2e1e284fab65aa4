import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { DomainEvent, DomainEventClass } from './domain-event.ts';
import { Subscriptions } from './subscriptions.ts';

/** What the application says that it publishes and subscribes to. */
export interface Published {
  events: readonly DomainEventClass[];
  /** The names of its subscriptions: their queues are installed. */
  subscriptions: readonly string[];
}

/** Refuses to start where an event would be dropped, or a job would find no queue. */
@Injectable()
export class SubscriptionCheck implements OnApplicationBootstrap {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly published: Published,
  ) {}

  onApplicationBootstrap(): void {
    const unheard = this.published.events.filter(({ eventName }) => this.subscriptions.of(eventName).length === 0);
    if (unheard[0]) throw new Error(`no subscription to the event ${unheard[0].eventName}: it would be dropped`);
    const unlisted = this.subscriptions.all.find(({ as }) => !this.published.subscriptions.includes(as));
    if (unlisted) throw new Error(`the subscription ${unlisted.as} is in no pack's manifest: it would have no queue`);
    const found = this.subscriptions.all.map(({ as }) => as);
    const absent = this.published.subscriptions.find((as) => !found.includes(as));
    if (absent) throw new Error(`no provider has the subscription ${absent}: its events would be dropped`);
  }

  /** @throws Error for an event that no pack's manifest has: nothing says whether a subscription to it is missing */
  requirePublished({ constructor: type }: DomainEvent): void {
    if (!this.published.events.some((event) => event === type))
      throw new Error(`the event ${type.name} is in no pack's manifest: it would be dropped`);
  }
}
