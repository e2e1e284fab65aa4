import { Module, type DynamicModule } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { EventRelay } from './event-relay.ts';
import { Outbox } from './outbox.ts';
import { QueueConnection, type QueueSettings } from './queue-connection.ts';

export type EventsModuleOptions = QueueSettings;

/** The outbox for everybody, and the relay for whoever starts it. */
@Module({})
export class EventsModule {
  static forRoot(settings: EventsModuleOptions): DynamicModule {
    return {
      module: EventsModule,
      global: true,
      imports: [EventEmitterModule.forRoot()],
      providers: [{ provide: QueueConnection, useFactory: () => new QueueConnection(settings) }, Outbox, EventRelay],
      exports: [QueueConnection, Outbox, EventRelay],
    };
  }
}
