import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { EventEmitter2 } from '@nestjs/event-emitter';
import type { JobResult, JobWithMetadata } from 'pg-boss';
import { DomainError, explainError, limitConcurrency, forLog, withLogContext } from '@trellis/kernel';
import type { DomainEvent } from './domain-event.ts';
import type { Envelope } from './outbox.ts';
import { QueueConnection } from './queue-connection.ts';
import { EVENT_QUEUE, QUEUE_SCHEMA } from './queues.ts';

const TAKE_OVER_MS = 5_000;
const TAKE_OVER = `
  update ${QUEUE_SCHEMA}.job set start_after = now()
  where name = '${EVENT_QUEUE}' and state = 'retry' and start_after > now() and output->'value'->>'message' = 'job heartbeat timeout'`;

/** Told to the listener beside the event. */
export interface Delivery {
  /** 1 for the first. */
  attempt: number;
  /** When it is true and the listener throws, the event goes to the dead letters. */
  lastAttempt: boolean;
}

/**
 * Hands recorded events to the listeners of this process, each at least once. A listener that throws (it must be declared
 * with `suppressErrors: false`) fails its own job and no other; so does an event that nobody listens to.
 */
@Injectable()
export class EventRelay implements BeforeApplicationShutdown {
  private readonly log = new Logger('Relay');
  private working = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly queue: QueueConnection,
    private readonly emitter: EventEmitter2,
    @InjectDataSource() private readonly dataSource: DataSource,
  ) {}

  /** Call it once every listener is registered, that is after the application's bootstrap. */
  async start(concurrency: number): Promise<void> {
    const oneOfMany = limitConcurrency(concurrency);
    this.working = true;
    this.timer = setInterval(() => void this.takeOver(), TAKE_OVER_MS);
    await this.queue.boss.work<Envelope, object, { perJobResults: true; includeMetadata: true }>(
      EVENT_QUEUE,
      {
        perJobResults: true,
        includeMetadata: true,
        ...shared(concurrency),
        burstWhenBatchFull: true,
        pollingIntervalSeconds: 1,
        notifyPollingIntervalSeconds: 2,
      } as never,
      ((jobs: JobWithMetadata<Envelope>[]) =>
        Promise.all(jobs.map((job) => oneOfMany(() => this.deliver(job))))) as never,
    );
  }

  /** Finishes what is in hand and takes nothing new, while the listeners are still there. */
  async beforeApplicationShutdown(): Promise<void> {
    if (!this.working) return;
    this.working = false;
    clearInterval(this.timer);
    await this.queue.boss.offWork(EVENT_QUEUE, { wait: true });
  }

  /** A worker that died is no reason to wait longer each time: nothing says that its event cannot be delivered. */
  private async takeOver(): Promise<void> {
    try {
      await this.dataSource.query(TAKE_OVER);
    } catch (error) {
      this.log.warn(forLog(error), 'events of dead workers not looked for; the next time is in five seconds');
    }
  }

  private async deliver(job: JobWithMetadata<Envelope>): Promise<JobResult> {
    const delivery: Delivery = { attempt: job.retryCount + 1, lastAttempt: job.retryCount >= job.retryLimit };
    if (!this.working && !delivery.lastAttempt) return handedBack(job.id);
    return withLogContext(idsOf(job.data.event), () => this.emit(job, delivery));
  }

  private async emit({ id, data: { name, event } }: JobWithMetadata<Envelope>, delivery: Delivery): Promise<JobResult> {
    try {
      if (!this.emitter.hasListeners(name)) throw nobodyListens(name);
      await this.emitter.emitAsync(name, event, delivery);
      return { id, status: 'completed' };
    } catch (error) {
      const message = explainError(error);
      this.log.warn({ name, ...delivery, reason: message, ...forLog(error) }, 'event not delivered');
      return { id, status: 'failed', output: { message } };
    }
  }
}

/**
 * Two workers, each with a batch of its own, take turns: while the slowest of one batch finishes, the other is at work. Together
 * they take no more than they work on, or one more: what waits here, an idle worker elsewhere could begin. A batch has two at
 * least, or it would be fetched once a second only.
 */
const shared = (concurrency: number) =>
  concurrency < 4
    ? { localConcurrency: 1, batchSize: Math.max(2, concurrency) }
    : { localConcurrency: 2, batchSize: Math.ceil(concurrency / 2) };

/** Whatever an event names by id (`eventId`, `runId`), every line about its delivery names too. */
const idsOf = (event: DomainEvent): Record<string, string> =>
  Object.fromEntries(
    Object.entries(event).filter(
      (entry): entry is [string, string] => /Id$/.test(entry[0]) && typeof entry[1] === 'string',
    ),
  );

/** Taken with its batch, not begun when this process was told to stop: somebody else begins it a second later. */
const handedBack = (id: string): JobResult => ({
  id,
  status: 'failed',
  output: { message: 'The worker stopped before it began.' },
});

const nobodyListens = (name: string) =>
  new DomainError('internal', 'unavailable', `Nobody listens to ${name} in this version.`);
