/** A published event: readonly primitives only, its name a static of its class. */
export interface DomainEvent {
  readonly eventId: string;
  /** ISO 8601, UTC. */
  readonly occurredAt: string;
}

export interface DomainEventClass<E extends DomainEvent = DomainEvent> {
  readonly eventName: string;
  new (...args: never[]): E;
}
