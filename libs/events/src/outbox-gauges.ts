import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { DEAD_QUEUE, EVENT_QUEUE, QUEUE_SCHEMA } from './queues.ts';

export interface OutboxState {
  /** Events that wait, are tried again, or are at work. */
  depth: number;
  /** Seconds since the oldest of them was recorded; 0 when there is none. */
  oldestSeconds: number;
  /** The same of those that nobody has begun yet. */
  unbegunSeconds: number;
  deadLetters: number;
}

const age = (which: string) =>
  `coalesce(extract(epoch from now() - min(created_on) filter (where ${which})), 0)::float8`;

const STATE = `
  select count(*) filter (where name = '${EVENT_QUEUE}')::int as depth,
         ${age(`name = '${EVENT_QUEUE}'`)} as "oldestSeconds",
         ${age(`name = '${EVENT_QUEUE}' and state = 'created'`)} as "unbegunSeconds",
         count(*) filter (where name = '${DEAD_QUEUE}')::int as "deadLetters"
  from ${QUEUE_SCHEMA}.job where name in ('${EVENT_QUEUE}', '${DEAD_QUEUE}') and state in ('created', 'retry', 'active')`;

/** How the outbox stands, for metrics. */
@Injectable()
export class OutboxGauges {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async read(): Promise<OutboxState> {
    const [state] = await this.dataSource.query<[OutboxState]>(STATE);
    return state;
  }
}
