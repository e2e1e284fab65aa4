import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { EVENT_QUEUE, QueueConnection } from '@trellis/events';
import { ObjectStorage } from '@trellis/storage';
import { soon } from '../soon.ts';

/** Asks what the process depends on, each with a deadline. */
@Injectable()
export class HealthService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly storage: ObjectStorage,
    private readonly queue: QueueConnection,
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
      database: () => this.dataSource.query('select 1'),
      storage: () => this.storage.check(),
      queue: async () => {
        if (!(await this.queue.boss.getQueue(EVENT_QUEUE))) throw new Error('the queue is not installed');
      },
    };
    const names = Object.keys(questions);
    const answers = await Promise.allSettled(names.map((name) => soon(Promise.resolve(questions[name]?.()))));
    return names.filter((_, i) => answers[i]?.status === 'rejected');
  }
}
