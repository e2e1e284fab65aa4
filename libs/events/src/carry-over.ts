import { DEAD_QUEUE, LEGACY_QUEUE, QUEUE_SCHEMA, type QueueOwner } from './queues.ts';

const job = `${QUEUE_SCHEMA}.job`;
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/**
 * The SQL that moves waiting events from the one queue of the first release into the queues of their subscriptions, and
 * gives its dead letters the names of their subscriptions. An active event is moved too: its old worker may still
 * finish it, and it is delivered once more. An event without a subscription stays.
 */
export function carryOverSql(owners: readonly QueueOwner[]): string[] {
  const perEvent = new Map<string, string[]>();
  for (const { as, event } of owners) perEvent.set(event.eventName, [...(perEvent.get(event.eventName) ?? []), as]);
  return [
    'begin;',
    // Keeps a running earlier release from recording events between the two statements.
    `lock table ${job} in share row exclusive mode;`,
    ...[...perEvent].flatMap(([name, queues]) => [waiting(name, queues), deadLetters(name, heirOf(owners, name))]),
    `select ${QUEUE_SCHEMA}.delete_queue('${LEGACY_QUEUE}')
     where not exists (select 1 from ${job} where name = '${LEGACY_QUEUE}' and state in ('created', 'retry', 'active'));`,
    'commit;',
  ];
}

const waiting = (eventName: string, queues: readonly string[]) => `
  with old as (
    delete from ${job} where name = '${LEGACY_QUEUE}' and state in ('created', 'retry', 'active')
      and data->>'name' = ${literal(eventName)} returning data, created_on, keep_until)
  insert into ${job} (name, data, created_on, keep_until, retry_limit, retry_delay, retry_backoff, retry_delay_max,
    expire_seconds, deletion_seconds, policy, dead_letter, heartbeat_seconds)
  select q.name, old.data, old.created_on, old.keep_until, q.retry_limit, q.retry_delay, q.retry_backoff, q.retry_delay_max,
    q.expire_seconds, q.deletion_seconds, q.policy, q.dead_letter, q.heartbeat_seconds
  from old join ${QUEUE_SCHEMA}.queue q on q.name in (${queues.map(literal).join(', ')});`;

/** The first release had one subscriber per event. */
const heirOf = (owners: readonly QueueOwner[], eventName: string): string => {
  const subscribed = owners.filter(({ event }) => event.eventName === eventName);
  const [heir] = subscribed.toSorted((a, b) => Number(b.heir) - Number(a.heir));
  if (!heir) throw new Error(`nothing subscribes to ${eventName}`);
  return heir.as;
};

const deadLetters = (eventName: string, queue: string) => `
  update ${job} set source_name = ${literal(queue)}
  where name = '${DEAD_QUEUE}' and source_name = '${LEGACY_QUEUE}' and data->>'name' = ${literal(eventName)};`;
