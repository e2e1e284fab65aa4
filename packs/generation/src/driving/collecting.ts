import { setTimeout as pause } from 'node:timers/promises';
import type { DrivenAttempt } from '../attempts/attempt-rows.ts';
import type { CollectService } from '../collecting/collect.service.ts';
import type { DrivenServer } from '../servers/driven-server.ts';

const MOST = 4;
const AGAIN_MS = 10_000;

interface Watch {
  /** Pictures were taken, or will not be. */
  ended(): void;
  failed(error: unknown): void;
}

/** Pictures of one server that are being fetched, beside its next prompt. What fails is done again after a while. */
export class Collecting {
  private readonly running = new Map<string, Promise<void>>();
  private readonly over = new AbortController();

  constructor(
    private readonly server: DrivenServer,
    private readonly collecting: CollectService,
    private readonly watch: Watch,
  ) {}

  get isFull(): boolean {
    return this.running.size >= MOST;
  }

  begin(attempt: DrivenAttempt): void {
    if (this.running.has(attempt.id) || this.isFull) return;
    const work = this.collect(attempt)
      .catch((error: unknown) => {
        this.watch.failed(error);
        return this.pause();
      })
      .finally(() => this.running.delete(attempt.id));
    this.running.set(attempt.id, work);
  }

  /** Finishes what has begun. */
  async stop(): Promise<void> {
    this.over.abort();
    await Promise.allSettled(this.running.values());
  }

  private async collect(attempt: DrivenAttempt): Promise<void> {
    const result = await this.collecting.execute(this.server, attempt, attempt.images ?? []);
    if (result === 'away') return this.pause();
    this.watch.ended();
  }

  private async pause(): Promise<void> {
    await pause(AGAIN_MS, undefined, { signal: this.over.signal }).catch((error: unknown) => {
      if ((error as Error).name !== 'AbortError') throw error;
    });
  }
}
