export { EventsModule, type EventsModuleOptions } from './events.module.ts';
export { Outbox } from './outbox.ts';
export { DeadLetters, type DeadLetter } from './dead-letters.ts';
export { OutboxGauges, type OutboxState } from './outbox-gauges.ts';
export { EventRelay, type Delivery } from './event-relay.ts';
export { installQueues, planQueueRemoval, planQueues, queuesInstalled } from './install-queues.ts';
export { DEAD_QUEUE, EVENT_QUEUE, QUEUE_SCHEMA } from './queues.ts';
export { QueueConnection } from './queue-connection.ts';
export type { DomainEvent, DomainEventClass } from './domain-event.ts';
