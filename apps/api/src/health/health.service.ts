import { existsSync } from 'node:fs';
import { Injectable } from '@nestjs/common';
import { TrellisConfig } from '@trellis/config';
import { QueueConnection, Subscriptions } from '@trellis/events';
import { ObjectStores } from '@trellis/storage';
import { Database } from '@trellis/database';
import { inTime } from '../in-time.ts';
import { requireSpace } from './free-space.ts';

/** Checks the dependencies of the process, each with a deadline. */
@Injectable()
export class HealthService {
  /** The folders that this process writes to. */
  private readonly folders: readonly string[];

  constructor(
    private readonly database: Database,
    private readonly stores: ObjectStores,
    private readonly queue: QueueConnection,
    private readonly subscriptions: Subscriptions,
    { TRELLIS_DATA_DIR, CANDIDATE_ROOTS: [root] }: TrellisConfig,
  ) {
    this.folders = [TRELLIS_DATA_DIR, root as string].filter((folder) => existsSync(folder));
  }

  private stopping = false;

  /** From now on the process is not ready, so that no load balancer sends it new requests. */
  stop(): void {
    this.stopping = true;
  }

  get isStopping(): boolean {
    return this.stopping;
  }

  /** The names of the dependencies that do not answer. */
  async away(): Promise<string[]> {
    const checks: Record<string, () => Promise<unknown>> = {
      database: () => this.database.query('select 1'),
      storage: () => this.stores.check(),
      queue: () => this.checkQueues(),
      disk: () => requireSpace(this.folders),
    };
    const names = Object.keys(checks);
    const answers = await Promise.allSettled(names.map((name) => inTime(Promise.resolve(checks[name]?.()))));
    return names.filter((_, i) => answers[i]?.status === 'rejected');
  }

  private async checkQueues(): Promise<void> {
    for (const { as } of this.subscriptions.all)
      if (!(await this.queue.boss.getQueue(as))) throw new Error(`the queue ${as} is not installed`);
  }
}
