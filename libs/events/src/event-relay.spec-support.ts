import { Injectable, Module } from '@nestjs/common';
import { Test, type TestingModule } from '@nestjs/testing';
import { IsISO8601, IsInt, IsUUID } from 'class-validator';
import { ConfigModule, loadConfig } from '@trellis/config';
import { Database, DatabaseModule } from '@trellis/database';
import { freshDatabase, type FreshDatabase } from '@trellis/database/testing';
import { newId, untilDeadline } from '@trellis/kernel';
import {
  EventRelay,
  EventsModule,
  Outbox,
  Subscribe,
  Subscriptions,
  installQueues,
  type Delivery,
  type DomainEvent,
} from './index.ts';

/** An event of the tests. The first delivery of a failing one throws. */
export class Rung implements DomainEvent {
  static readonly eventName: string = 'test.rung';
  static readonly version: number = 2;

  @IsUUID()
  readonly eventId!: string;

  @IsISO8601()
  readonly occurredAt!: string;

  @IsInt()
  readonly n!: number;

  readonly fails!: boolean;

  constructor(n = 0, fails = false) {
    Object.assign(this, { eventId: newId(), occurredAt: new Date().toISOString(), n, fails });
  }
}

/** An event without a subscription. */
export class Unheard extends Rung {
  static override readonly eventName: string = 'test.unheard';
}

export interface Heard {
  by: string;
  n: number;
  attempt: number;
  at: number;
}

/** Records deliveries of all subscribers in order. */
@Injectable()
export class Ear {
  readonly heard: Heard[] = [];
  running = 0;
  most = 0;
  release: Promise<void> = Promise.resolve();

  by(name: string): Heard[] {
    return this.heard.filter(({ by }) => by === name);
  }
}

export const places = { of: 4 };

@Injectable()
export class Listener {
  constructor(private readonly ear: Ear) {}

  @Subscribe(Rung, { as: 'test.bell', concurrency: () => places.of, priority: 10 })
  async onRung({ n, fails }: Rung, { attempt }: Delivery): Promise<void> {
    this.ear.most = Math.max(this.ear.most, ++this.ear.running);
    try {
      await this.ear.release;
      this.ear.heard.push({ by: 'test.bell', n, attempt, at: performance.now() });
      if (fails && attempt === 1) throw new Error('not today');
    } finally {
      this.ear.running -= 1;
    }
  }
}

/** A subscriber to the same event with a lower priority. */
@Injectable()
export class Echo {
  constructor(private readonly ear: Ear) {}

  @Subscribe(Rung, { as: 'test.echo', concurrency: 2, tries: 3 })
  async onRung({ n }: Rung, { attempt }: Delivery): Promise<void> {
    this.ear.heard.push({ by: 'test.echo', n, attempt, at: performance.now() });
  }
}

@Module({ providers: [Ear, Listener, Echo], exports: [Ear, Listener, Echo] })
export class ListenerModule {}

export const BELL = 'test.bell';
export const ECHO = 'test.echo';

/** The outbox and its relay with two subscribers, on its own database. */
export class RunningRelay {
  private constructor(
    readonly module: TestingModule,
    private readonly database: FreshDatabase,
  ) {}

  /** @param bells how many events the first subscriber handles at once */
  static async start(bells = 4): Promise<RunningRelay> {
    places.of = bells;
    const database = await freshDatabase();
    const module = await Test.createTestingModule({
      imports: [
        ConfigModule.forRoot(loadConfig({})),
        DatabaseModule.forRoot({ url: database.url }),
        EventsModule.forRoot({ url: database.url, works: true }),
        ListenerModule,
      ],
    }).compile();
    module.useLogger(false);
    await module.init();
    await installQueues(database.url, module.get(Subscriptions).all);
    return new RunningRelay(module, database);
  }

  async stop(): Promise<void> {
    await this.module.close();
    await this.database.drop();
  }

  get ear(): Ear {
    return this.module.get(Ear);
  }

  get on(): Database {
    return this.module.get(Database);
  }

  work(): Promise<void> {
    return this.module.get(EventRelay).start();
  }

  record(...events: DomainEvent[]): Promise<void> {
    return this.on.transaction((manager) => this.module.get(Outbox).record(manager, events));
  }

  /** The number of jobs of a queue by state. */
  async states(queue = BELL): Promise<Record<string, number>> {
    const rows = await this.on.query<{ state: string; n: number }[]>(
      `select state::text, count(*)::int as n from pgboss.job where name = $1 group by state`,
      [queue],
    );
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
  }

  heard(n: number, by = BELL): Promise<boolean> {
    return untilDeadline(`${n} events to be heard`, () => this.ear.by(by).length >= n);
  }

  /** The output of the first failed job. */
  failure(): Promise<string> {
    return untilDeadline('the job to fail', async () => {
      const [row] = await this.on.query<{ output: { message: string } }[]>(
        `select output from pgboss.job where name = $1 and output is not null`,
        [BELL],
      );
      return row?.output.message;
    });
  }
}
