import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { DEAD_QUEUE, QUEUE_SCHEMA } from './queues.ts';
import { Subscriptions } from './subscriptions.ts';

/** The backlog of one subscription. */
export interface OutboxState {
  subscription: string;
  /** Events that wait, are retried or are active. */
  depth: number;
  /** Seconds since the oldest of them was recorded; 0 without one. */
  oldestSeconds: number;
  /** The same for events that no worker has begun. */
  unbegunSeconds: number;
  deadLetters: number;
}

const age = (which: string) =>
  `coalesce(extract(epoch from now() - min(j.created_on) filter (where ${which})), 0)::float8`;

const STATES = `
  select s.name as subscription,
         count(j.id) filter (where j.name = s.name)::int as depth,
         ${age('j.name = s.name')} as "oldestSeconds",
         ${age(`j.name = s.name and j.state = 'created'`)} as "unbegunSeconds",
         count(j.id) filter (where j.name = '${DEAD_QUEUE}')::int as "deadLetters"
  from (
    select unnest($1::text[]) as name
    union select source_name from ${QUEUE_SCHEMA}.job where name = '${DEAD_QUEUE}' and state = 'created') s
  left join ${QUEUE_SCHEMA}.job j on j.state in ('created', 'retry', 'active')
    and (j.name = s.name or (j.name = '${DEAD_QUEUE}' and j.source_name = s.name))
  group by s.name order by s.name`;

/** The backlog for metrics: every subscription, and unknown subscriptions that dead letters name. */
@Injectable()
export class OutboxGauges {
  constructor(
    private readonly database: Database,
    private readonly subscriptions: Subscriptions,
  ) {}

  read(): Promise<OutboxState[]> {
    return this.database.query(STATES, [this.subscriptions.all.map(({ as }) => as)]);
  }
}
