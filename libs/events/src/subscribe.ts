import type { Type } from '@nestjs/common';
import type { TrellisConfig } from '@trellis/config';
import type { DomainEvent, DomainEventClass } from './domain-event.ts';

/** Facts about the delivery, passed to the subscriber with the event. */
export interface Delivery {
  /** 1 for the first attempt. */
  attempt: number;
  /** When true and the subscriber throws, the event becomes a dead letter. */
  lastAttempt: boolean;
}

export interface SubscriptionOptions {
  /** `<pack>.<what-it-does>`: the name of its queue, in metrics and in dead letters. Never changes. */
  as: string;
  /** How many events one worker handles at once. */
  concurrency: number | ((config: TrellisConfig) => number);
  /** Attempts before an event becomes a dead letter; default 10. The waits grow from 1 s to 10 min. */
  tries?: number;
  /** An event begins only while no event of a higher priority is due; default 0. */
  priority?: number;
  /** Takes over the dead letters that the first release left of this event. */
  heir?: boolean;
}

export interface Subscription extends Required<SubscriptionOptions> {
  event: DomainEventClass;
  /** The name of the subscribing method. */
  method: string;
}

const SUBSCRIPTION = Symbol('trellis:subscription');
const TRIES = 10;

type Handler<E extends DomainEvent> = (event: E, delivery: Delivery) => Promise<void>;

/**
 * Subscribes a method to an event: one durable job per event and subscription, recorded in the transaction of the
 * change. A method that throws fails only its own job.
 */
export const Subscribe =
  <E extends DomainEvent>(event: DomainEventClass<E>, options: SubscriptionOptions) =>
  <H extends Handler<E>>(_target: object, method: string, descriptor: TypedPropertyDescriptor<H>): void => {
    const subscription: Subscription = { tries: TRIES, priority: 0, heir: false, ...options, event, method };
    Reflect.defineMetadata(SUBSCRIPTION, subscription, descriptor.value as object);
  };

/** The subscriptions of a class, without an instance: queues are installed before anything runs. */
export function subscriptionsOf(subscriber: Type<unknown>): Subscription[] {
  const methods = Object.values(Object.getOwnPropertyDescriptors(subscriber.prototype as object));
  return methods.flatMap(({ value }: PropertyDescriptor) => {
    const own =
      typeof value === 'function'
        ? (Reflect.getMetadata(SUBSCRIPTION, value as object) as Subscription | undefined)
        : undefined;
    return own ? [own] : [];
  });
}
