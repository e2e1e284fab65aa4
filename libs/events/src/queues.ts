import type { Queue } from 'pg-boss';
import type { Subscription } from './subscribe.ts';

export const QUEUE_SCHEMA = 'pgboss';
export const DEAD_QUEUE = 'events.dead';

/** The one queue of the first release for all subscriptions. An upgrade moves its events. */
export const LEGACY_QUEUE = 'events';

const DAYS = 24 * 60 * 60;
const MOST_S = 86_399;

/** The options of a queue that a subscription determines. */
export type QueueOwner = Pick<Subscription, 'as' | 'tries' | 'priority' | 'event' | 'heir'>;

export const deadQueue: Queue = { name: DEAD_QUEUE, retentionSeconds: 90 * DAYS, deleteAfterSeconds: 90 * DAYS };

/**
 * Created with the schema, not on first use: a job for a missing queue is refused. The waits between attempts grow from
 * 1 s to 10 min. An event of the highest priority expires after 15 min of work. An event of a lower priority may wait
 * inside its worker, so it does not expire then; the heartbeat detects a crashed worker.
 */
export const queueOf = ({ as, tries, priority }: QueueOwner, highest: number): Queue => ({
  name: as,
  deadLetter: DEAD_QUEUE,
  notify: true,
  retryLimit: tries - 1,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 600,
  heartbeatSeconds: 10,
  expireInSeconds: priority < highest ? MOST_S : 900,
  retentionSeconds: 90 * DAYS,
  deleteAfterSeconds: 1 * DAYS,
});

/** The queues of these subscriptions. */
export function queuesOf(owners: readonly QueueOwner[]): Queue[] {
  const highest = Math.max(...owners.map(({ priority }) => priority));
  return [deadQueue, ...owners.map((owner) => queueOf(owner, highest))];
}
