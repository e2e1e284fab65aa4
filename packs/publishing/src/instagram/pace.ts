import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';

/** Thrown out of a wait when the process ends. */
export class StoppedError extends Error {}

/** How long things wait. Tests make a second shorter. */
@Injectable()
export class Pace {
  /** Of every time below. */
  static factor = 1;
  private readonly over = new AbortController();

  seconds(seconds: number): number {
    return seconds * Pace.factor;
  }

  /** @throws StoppedError */
  async wait(seconds: number): Promise<void> {
    try {
      await setTimeout(this.seconds(seconds) * 1_000, undefined, { signal: this.over.signal });
    } catch (error) {
      if ((error as Error).name === 'AbortError') throw new StoppedError('the process ends');
      throw error;
    }
  }

  /** Ends every wait. */
  stop(): void {
    this.over.abort();
  }
}
