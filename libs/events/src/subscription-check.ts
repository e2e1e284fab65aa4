import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { DomainEvent, DomainEventClass } from './domain-event.ts';
import { Subscriptions } from './subscriptions.ts';

/** The events and subscriptions that the application declares. */
export interface Published {
  events: readonly DomainEventClass[];
  /** The names of its subscriptions, whose queues are installed. */
  subscriptions: readonly string[];
}

/** Fails the start when an event would be dropped, or a job would have no queue. */
@Injectable()
export class SubscriptionCheck implements OnApplicationBootstrap {
  constructor(
    private readonly subscriptions: Subscriptions,
    private readonly published: Published,
  ) {}

  onApplicationBootstrap(): void {
    const unheard = this.published.events.filter(({ eventName }) => this.subscriptions.of(eventName).length === 0);
    if (unheard[0]) throw new Error(`the event ${unheard[0].eventName} has no subscription and would be dropped`);
    const unlisted = this.subscriptions.all.find(({ as }) => !this.published.subscriptions.includes(as));
    if (unlisted)
      throw new Error(`the subscription ${unlisted.as} is missing from the packs' manifests and has no queue`);
    const found = this.subscriptions.all.map(({ as }) => as);
    const absent = this.published.subscriptions.find((as) => !found.includes(as));
    if (absent) throw new Error(`the subscription ${absent} has no provider; its events would be dropped`);
  }

  /**
   * @throws Error for an event that is missing from the packs' manifests: a missing subscription to it would go
   * unnoticed
   */
  requirePublished({ constructor: type }: DomainEvent): void {
    if (!this.published.events.some((event) => event === type))
      throw new Error(`the event ${type.name} is missing from the packs' manifests and would be dropped`);
  }
}
