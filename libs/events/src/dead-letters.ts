import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database, keysetPages } from '@trellis/database';
import type { Envelope } from './domain-event.ts';
import { QueueConnection } from './queue-connection.ts';
import { DEAD_QUEUE, QUEUE_SCHEMA } from './queues.ts';
import { throughTransaction } from './through-transaction.ts';

/** An event that failed at its last attempt. It waits until an operator redrives it. */
export interface DeadLetter extends Envelope {
  id: string;
  /** The subscription that failed. */
  subscription: string;
  /** The reason of the last failure, in words. */
  reason: string;
  /** The number of attempts. */
  attempts: number;
  recordedAt: Date;
  diedAt: Date;
  /** The cursor of the list after this letter. */
  position: [diedAt: string, id: string];
}

const PAGE = 200;

interface Row {
  id: string;
  subscription: string;
  data: Envelope;
  reason: string | null;
  attempts: number;
  recorded_at: Date;
  died_at: Date;
  position: string;
}

const SELECT = `
  select id, source_name as subscription, data, source_output->>'message' as reason,
         coalesce(source_retry_count, 0) + 1 as attempts,
         coalesce(source_created_on, created_on) as recorded_at, created_on as died_at,
         to_char(created_on at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as position
  from ${QUEUE_SCHEMA}.job where name = '${DEAD_QUEUE}' and state = 'created'`;

/** Events that could not be delivered: listed and redriven. */
@Injectable()
export class DeadLetters {
  constructor(
    private readonly database: Database,
    private readonly queue: QueueConnection,
  ) {}

  /** Newest first. @param subscription only letters of this subscription */
  async list(limit: number, after?: readonly string[], subscription?: string): Promise<DeadLetter[]> {
    const sql = `${SELECT} and ($2::text is null or source_name = $2)
      ${after ? 'and (created_on, id) < ($3::timestamptz, $4::uuid)' : ''}
      order by created_on desc, id desc limit $1`;
    return (await this.database.query<Row[]>(sql, [limit, subscription ?? null, ...(after ?? [])])).map(letterOf);
  }

  /** For each id that the events of a subscription contain in `field`, the latest dead letter. */
  async latestBy(subscription: string, field: string, ids: readonly string[]): Promise<Map<string, DeadLetter>> {
    if (ids.length === 0) return new Map();
    const sql = `${SELECT} and source_name = $1 and data->'event'->>$2 = any($3::text[]) order by created_on`;
    const letters = (await this.database.query<Row[]>(sql, [subscription, field, ids])).map(letterOf);
    return new Map(letters.map((letter) => [String(Reflect.get(letter.event, field)), letter]));
  }

  /** Deletes those letters of a subscription whose subject was settled in another way, page by page. */
  async *discard(subscription: string, settled: (page: readonly DeadLetter[]) => Promise<DeadLetter[]>) {
    const pages = keysetPages<DeadLetter>(PAGE, (last) => this.list(PAGE, last?.position, subscription));
    for await (const page of pages) {
      const letters = await settled(page);
      const ids = letters.map(({ id }) => id);
      if (ids.length > 0) await this.queue.boss.deleteJob(DEAD_QUEUE, ids);
      yield* letters;
    }
  }

  /**
   * Puts the event back into its queue with all of its attempts, in the caller's transaction. Undefined when there is
   * no such letter.
   */
  async redrive(manager: EntityManager, id: string): Promise<DeadLetter | undefined> {
    const [row] = await manager.query<Row[]>(`${SELECT} and id = $1`, [id]);
    const moved = row ? await this.queue.boss.redrive(DEAD_QUEUE, { ids: [id], db: throughTransaction(manager) }) : 0;
    return row && moved > 0 ? letterOf(row) : undefined;
  }
}

const letterOf = ({ id, subscription, data, reason, attempts, recorded_at, died_at, position }: Row): DeadLetter => ({
  ...data,
  id,
  subscription,
  reason: reason ?? 'Its worker crashed or timed out at every attempt.',
  attempts,
  recordedAt: recorded_at,
  diedAt: died_at,
  position: [position, id],
});
