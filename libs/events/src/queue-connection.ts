import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { PgBoss } from 'pg-boss';
import { SessionClient } from '@trellis/database';
import { QUEUE_SCHEMA } from './queues.ts';

export interface QueueSettings {
  url: string;
  /** Whether this process works on events. Such a process also checks for events of crashed workers. */
  works: boolean;
}

/** The pg-boss of this process. Its settings release the job of a killed worker within 30 s. */
@Injectable()
export class QueueConnection implements OnModuleInit, OnApplicationShutdown {
  readonly boss: PgBoss;
  private readonly log = new Logger('Queue');

  constructor({ url, works }: QueueSettings) {
    this.boss = new PgBoss({
      connectionString: url,
      schema: QUEUE_SCHEMA,
      application_name: 'trellis-queue',
      max: works ? 4 : 2,
      // A crash of the database may lose what these connections write (a job taken, a job done). The event is then
      // delivered again, which can always happen. Events themselves are recorded durably, on the application's own
      // connections.
      ...({ Client: SessionClient, session: { synchronous_commit: 'off' }, silenceMs: 70_000 } as object),
      migrate: false,
      createSchema: false,
      schedule: false,
      useListenNotify: works,
      supervise: works,
      superviseIntervalSeconds: 5,
      monitorIntervalSeconds: 5,
      queueCacheIntervalSeconds: 5,
    });
    this.boss.on('error', (error) => this.log.error({ err: error }, 'the queue reports an error'));
    this.boss.on('warning', (warning) => this.log.warn(warning.message));
  }

  async onModuleInit(): Promise<void> {
    await this.boss.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await this.boss.stop({ graceful: false });
  }
}
