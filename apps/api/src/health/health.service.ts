import { Injectable } from '@nestjs/common';
import { QueueConnection, Subscriptions } from '@trellis/events';
import { ObjectStorage } from '@trellis/storage';
import { Database } from '@trellis/database';
import { inTime } from '../in-time.ts';

/** Asks what the process depends on, each with a deadline. */
@Injectable()
export class HealthService {
  constructor(
    private readonly database: Database,
    private readonly storage: ObjectStorage,
    private readonly queue: QueueConnection,
    private readonly subscriptions: Subscriptions,
  ) {}

  private leaving = false;

  /** From now on this process is not ready: it finishes what it has, and nobody should send it more. */
  leave(): void {
    this.leaving = true;
  }

  get isLeaving(): boolean {
    return this.leaving;
  }

  /** The names of those that do not answer; empty when all is well. */
  async away(): Promise<string[]> {
    const questions: Record<string, () => Promise<unknown>> = {
      database: () => this.database.query('select 1'),
      storage: () => this.storage.check(),
      queue: () => this.askQueues(),
    };
    const names = Object.keys(questions);
    const answers = await Promise.allSettled(names.map((name) => inTime(Promise.resolve(questions[name]?.()))));
    return names.filter((_, i) => answers[i]?.status === 'rejected');
  }

  private async askQueues(): Promise<void> {
    for (const { as } of this.subscriptions.all)
      if (!(await this.queue.boss.getQueue(as))) throw new Error(`the queue ${as} is not installed`);
  }
}
