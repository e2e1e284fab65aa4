/** A published event: readonly primitives only, name and version statics of its class. */
export interface DomainEvent {
  readonly eventId: string;
  /** ISO 8601, UTC. */
  readonly occurredAt: string;
}

/**
 * The class of an event. Its fields carry class-validator decorators: a payload is checked on delivery, when it may be years
 * old. The constructor can be called without arguments; class-transformer fills the fields.
 */
export interface DomainEventClass<E extends DomainEvent = DomainEvent> {
  /** `<pack>.<what-happened>`; never changes. */
  readonly eventName: string;
  /** Raised with every change of the payload that a subscriber of an earlier version would not understand. */
  readonly version: number;
  new (...args: never[]): E;
}

/** What waits in a queue: the event under the name and version of its class. */
export interface Envelope {
  name: string;
  /** Absent in events of the first release, which are of version 1. */
  version?: number;
  event: DomainEvent;
}

export const envelopeOf = (event: DomainEvent): Envelope & { version: number } => {
  const { eventName: name, version } = event.constructor as unknown as DomainEventClass;
  return { name, version, event };
};
