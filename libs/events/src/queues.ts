import type { Queue } from 'pg-boss';
import type { Subscription } from './subscribe.ts';

export const QUEUE_SCHEMA = 'pgboss';
export const DEAD_QUEUE = 'events.dead';

/** The one queue of the first release, for all subscriptions together. Its events are carried over at an upgrade. */
export const LEGACY_QUEUE = 'events';

const DAYS = 24 * 60 * 60;
const MOST_S = 86_399;

/** What a subscription has to say of its queue. */
export type QueueOwner = Pick<Subscription, 'as' | 'tries' | 'priority' | 'event' | 'heir'>;

export const deadQueue: Queue = { name: DEAD_QUEUE, retentionSeconds: 90 * DAYS, deleteAfterSeconds: 90 * DAYS };

/**
 * Created with the schema, never at first use: a job for a queue that does not exist is refused. The waits between tries grow
 * from 1 s to 10 min. An event of the highest priority expires after 15 min of work; one of a lower priority may wait in the
 * hands of its worker, so it does not: the heartbeat, not the expiry, shows that a worker died.
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

/** Every queue that these subscriptions need. */
export function queuesOf(owners: readonly QueueOwner[]): Queue[] {
  const highest = Math.max(...owners.map(({ priority }) => priority));
  return [deadQueue, ...owners.map((owner) => queueOf(owner, highest))];
}
