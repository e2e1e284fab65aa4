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

/** Delays events of a lower priority while an event of a higher priority is due. */
@Injectable()
export class Precedence {
  constructor(
    private readonly database: Database,
    private readonly subscriptions: Subscriptions,
  ) {}

  /** Resolves when `subscription` may run, or when `stopped` returns true. The highest priority needs no query. */
  async turnOf({ priority }: BoundSubscription, stopped: () => boolean): Promise<void> {
    const higher = this.subscriptions.all.filter((other) => other.priority > priority).map(({ as }) => as);
    while (higher.length > 0 && !stopped() && (await this.isDue(higher))) await pause(LOOK_EVERY_MS);
  }

  private async isDue(queues: readonly string[]): Promise<boolean> {
    const [{ due }] = await this.database.query<[{ due: boolean }]>(DUE, [queues]);
    return due;
  }
}
