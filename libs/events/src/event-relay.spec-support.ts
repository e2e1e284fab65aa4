import { OnEvent } from '@nestjs/event-emitter';
import { Injectable, Module } from '@nestjs/common';
import { newId } from '@trellis/kernel';
import type { Delivery, DomainEvent } from './index.ts';

export class Rung implements DomainEvent {
  static readonly eventName: string = 'test.rung';
  readonly eventId = newId();
  readonly occurredAt = new Date().toISOString();
  constructor(
    readonly n: number,
    readonly fails = false,
  ) {}
}

export class Unheard extends Rung {
  static override readonly eventName: string = 'test.unheard';
}

@Injectable()
export class Listener {
  readonly heard: { n: number; attempt: number; at: number }[] = [];
  running = 0;
  most = 0;
  release: Promise<void> = Promise.resolve();

  @OnEvent(Rung.eventName, { suppressErrors: false })
  async onRung({ n, fails }: Rung, { attempt }: Delivery): Promise<void> {
    this.most = Math.max(this.most, ++this.running);
    try {
      await this.release;
      this.heard.push({ n, attempt, at: performance.now() });
      if (fails && attempt === 1) throw new Error('not today');
    } finally {
      this.running -= 1;
    }
  }
}

@Module({ providers: [Listener], exports: [Listener] })
export class ListenerModule {}
