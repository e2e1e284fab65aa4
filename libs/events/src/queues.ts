import type { Queue } from 'pg-boss';

export const QUEUE_SCHEMA = 'pgboss';
export const EVENT_QUEUE = 'events';
export const DEAD_QUEUE = 'events.dead';

const DAYS = 24 * 60 * 60;

/** Ten tries: the first and nine more, from 1 s to 10 min apart. */
export const TRIES = 10;

/** Created with the schema, never at first use: a `send` to a queue that does not exist fails. */
export const queues: readonly Queue[] = [
  { name: DEAD_QUEUE, retentionSeconds: 90 * DAYS, deleteAfterSeconds: 90 * DAYS },
  {
    name: EVENT_QUEUE,
    deadLetter: DEAD_QUEUE,
    notify: true,
    retryLimit: TRIES - 1,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 600,
    heartbeatSeconds: 10,
    expireInSeconds: 900,
    retentionSeconds: 90 * DAYS,
    deleteAfterSeconds: 1 * DAYS,
  },
];
