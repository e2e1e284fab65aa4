import { Injectable, Module } from '@nestjs/common';
import { IsISO8601, IsInt, IsUUID } from 'class-validator';
import { newId } from '@trellis/kernel';
import { Subscribe, type Delivery, type DomainEvent } from './index.ts';

/** An event of the tests; the first delivery of one that fails throws. */
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

/** Told once for all subscribers, in the order in which they hear. */
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

/** Hears the same event, and is less important. */
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
