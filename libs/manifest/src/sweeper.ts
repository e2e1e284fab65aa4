import { Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { RepeatedWork } from '@trellis/kernel';
import type { BackgroundWorker } from './pack-manifest.ts';

const EVERY_MS = 60_000;

/** Does now and every minute what no event has reached, one sweep at a time. */
export abstract class Sweeper implements BackgroundWorker, BeforeApplicationShutdown {
  protected readonly log: Logger;
  protected stopped = false;
  private readonly sweeping = new RepeatedWork(
    EVERY_MS,
    () => this.sweep(),
    (error) => this.log.error({ err: error }, 'sweep failed; retrying in 60 s'),
  );

  /** @param name of its lines in the log */
  constructor(name: string) {
    this.log = new Logger(name);
  }

  /** One pass over everything that is due. It ends soon after `stopped`. */
  abstract sweep(): Promise<void>;

  start(): void {
    this.sweeping.start();
  }

  /** Finishes what is in progress. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.sweeping.stop();
  }
}
