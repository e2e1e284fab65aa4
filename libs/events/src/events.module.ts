import { Module, type DynamicModule } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { DeadLetters } from './dead-letters.ts';
import { EventRelay } from './event-relay.ts';
import { OutboxGauges } from './outbox-gauges.ts';
import { Outbox } from './outbox.ts';
import { QueueConnection, type QueueSettings } from './queue-connection.ts';

export type EventsModuleOptions = QueueSettings;

const services = [Outbox, EventRelay, DeadLetters, OutboxGauges];

/** The outbox for everybody, and the relay for whoever starts it. */
@Module({})
export class EventsModule {
  static forRoot(settings: EventsModuleOptions): DynamicModule {
    return {
      module: EventsModule,
      global: true,
      imports: [EventEmitterModule.forRoot()],
      providers: [{ provide: QueueConnection, useFactory: () => new QueueConnection(settings) }, ...services],
      exports: [QueueConnection, ...services],
    };
  }
}
