import { Module, type DynamicModule } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { DeadLetters } from './dead-letters.ts';
import { EventRelay } from './event-relay.ts';
import { OutboxGauges } from './outbox-gauges.ts';
import { Outbox } from './outbox.ts';
import { Precedence } from './precedence.ts';
import { QueueConnection, type QueueSettings } from './queue-connection.ts';
import { SubscriptionCheck, type Published } from './subscription-check.ts';
import { Subscriptions } from './subscriptions.ts';

export interface EventsModuleOptions extends QueueSettings {
  /** Passed by an application that loads the list of packs. A pack's own tests omit it. */
  published?: Published;
}

const services = [Subscriptions, Precedence, Outbox, EventRelay, DeadLetters, OutboxGauges];

/** The outbox for every pack, and the relay for processes that start it. */
@Module({})
export class EventsModule {
  static forRoot({ published, ...settings }: EventsModuleOptions): DynamicModule {
    const check = {
      provide: SubscriptionCheck,
      useFactory: (subscriptions: Subscriptions) => new SubscriptionCheck(subscriptions, published as Published),
      inject: [Subscriptions],
    };
    return {
      module: EventsModule,
      global: true,
      imports: [EventEmitterModule.forRoot(), DiscoveryModule],
      providers: [
        { provide: QueueConnection, useFactory: () => new QueueConnection(settings) },
        ...services,
        ...(published ? [check] : []),
      ],
      exports: [QueueConnection, ...services],
    };
  }
}
