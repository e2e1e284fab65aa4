/** A published event. Its fields are readonly primitives; name and version are statics of its class. */
export interface DomainEvent {
  readonly eventId: string;
  /** ISO 8601, UTC. */
  readonly occurredAt: string;
}

/**
 * The class of an event. Its fields carry class-validator decorators, because a payload is validated on delivery and
 * may be years old by then. The constructor needs no arguments; class-transformer fills the fields.
 */
export interface DomainEventClass<E extends DomainEvent = DomainEvent> {
  /** `<pack>.<what-happened>`. Never changes. */
  readonly eventName: string;
  /** Increased with every change of the payload that subscribers of an earlier version would not understand. */
  readonly version: number;
  new (...args: never[]): E;
}

/** The content of a job: the event with the name and version of its class. */
export interface Envelope {
  name: string;
  /** Absent in events of the first release, which have version 1. */
  version?: number;
  event: DomainEvent;
}

export const envelopeOf = (event: DomainEvent): Envelope & { version: number } => {
  const { eventName: name, version } = event.constructor as unknown as DomainEventClass;
  return { name, version, event };
};
