import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { QUEUE_SCHEMA } from './queues.ts';
import { Subscriptions, type BoundSubscription } from './subscriptions.ts';

const LOOK_EVERY_MS = 250;

const DUE = `
  select exists (
    select 1 from ${QUEUE_SCHEMA}.job
    where name = any($1) and state in ('created', 'retry') and start_after <= now()) as due`;

/** Holds an event of a lower priority back while one of a higher priority is due. */
@Injectable()
export class Precedence {
  constructor(
    private readonly database: Database,
    private readonly subscriptions: Subscriptions,
  ) {}

  /** Resolves when it is the turn of `subscription`, or when `stopped` says so. Asks nothing for the highest priority. */
  async turnOf({ priority }: BoundSubscription, stopped: () => boolean): Promise<void> {
    const higher = this.subscriptions.all.filter((other) => other.priority > priority).map(({ as }) => as);
    while (higher.length > 0 && !stopped() && (await this.isDue(higher))) await pause(LOOK_EVERY_MS);
  }

  private async isDue(queues: readonly string[]): Promise<boolean> {
    const [{ due }] = await this.database.query<[{ due: boolean }]>(DUE, [queues]);
    return due;
  }
}
