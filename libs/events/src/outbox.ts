import { Injectable, Optional } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { envelopeOf, type DomainEvent } from './domain-event.ts';
import { QueueConnection } from './queue-connection.ts';
import { SubscriptionCheck } from './subscription-check.ts';
import { Subscriptions } from './subscriptions.ts';
import { throughTransaction } from './through-transaction.ts';

/** Records events in the transaction of the change that they describe. Both commit, or neither. */
@Injectable()
export class Outbox {
  constructor(
    private readonly queue: QueueConnection,
    private readonly subscriptions: Subscriptions,
    @Optional() private readonly check?: SubscriptionCheck,
  ) {}

  /**
   * One job per event and subscription, so that a failing subscriber does not repeat the others.
   * @param after seconds until the events are due
   */
  async record(manager: EntityManager, events: readonly DomainEvent[], { after = 0 } = {}): Promise<void> {
    for (const event of events) this.check?.requirePublished(event);
    const db = throughTransaction(manager);
    for (const { as, event: type } of this.subscriptions.all) {
      const jobs = events
        .map((event) => ({ data: envelopeOf(event), ...(after > 0 && { startAfter: after }) }))
        .filter(({ data }) => data.name === type.eventName);
      if (jobs.length > 0) await this.queue.boss.insert(as, jobs, { db });
    }
  }
}
