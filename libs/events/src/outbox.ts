import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { DomainEvent, DomainEventClass } from './domain-event.ts';
import { QueueConnection } from './queue-connection.ts';
import { EVENT_QUEUE } from './queues.ts';
import { throughTransaction } from './through-transaction.ts';

/** What waits in the queue: the event under the name of its class. */
export interface Envelope {
  name: string;
  event: DomainEvent;
}

/** Records events in the transaction of the change they tell about: both commit, or neither happened. */
@Injectable()
export class Outbox {
  constructor(private readonly queue: QueueConnection) {}

  async record(manager: EntityManager, events: readonly DomainEvent[]): Promise<void> {
    if (events.length === 0) return;
    const jobs = events.map((event) => ({ data: { name: nameOf(event), event } satisfies Envelope }));
    await this.queue.boss.insert(EVENT_QUEUE, jobs, { db: throughTransaction(manager) });
  }
}

const nameOf = (event: DomainEvent): string => (event.constructor as unknown as DomainEventClass).eventName;
