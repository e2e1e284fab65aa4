import { IsISO8601, IsUUID } from 'class-validator';
import type { DomainEvent } from './domain-event.ts';

/** What every event has. Its class adds the fields of `Facts`, with their decorators. */
export abstract class RecordedEvent<Facts extends DomainEvent> implements DomainEvent {
  @IsUUID()
  readonly eventId!: string;

  @IsISO8601()
  readonly occurredAt!: string;

  constructor(facts?: Facts) {
    Object.assign(this, facts);
  }
}
