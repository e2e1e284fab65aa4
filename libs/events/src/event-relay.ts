import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import type { JobResult, JobWithMetadata } from 'pg-boss';
import { Database } from '@trellis/database';
import { explainError, forLog, withLogContext } from '@trellis/kernel';
import type { DomainEvent, Envelope } from './domain-event.ts';
import { readEvent } from './event-payload.ts';
import { Precedence } from './precedence.ts';
import { QueueConnection } from './queue-connection.ts';
import { QUEUE_SCHEMA } from './queues.ts';
import type { Delivery } from './subscribe.ts';
import { Subscriptions, type BoundSubscription } from './subscriptions.ts';

const TAKE_OVER_MS = 5_000;
const TAKE_OVER = `
  update ${QUEUE_SCHEMA}.job set start_after = now()
  where name = any($1) and state = 'retry' and start_after > now() and output->'value'->>'message' = 'job heartbeat timeout'`;

/**
 * An attempt that did not begin does not count: pg-boss counts attempts of jobs that have a start time. Other workers
 * may begin the job at once.
 */
const RELEASE = `
  update ${QUEUE_SCHEMA}.job set started_on = null, start_after = now() where id = any($1) and state = 'retry'`;

type Listener = (event: DomainEvent, delivery: Delivery) => Promise<void>;

/**
 * Delivers recorded events to the subscribers of this process, each at least once. A subscriber that throws fails only
 * its own job. Delivery inside the process uses Nest's event emitter, by the name of the subscription.
 */
@Injectable()
export class EventRelay implements BeforeApplicationShutdown {
  private readonly log = new Logger('Relay');
  private working = false;
  private readonly released: string[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly queue: QueueConnection,
    private readonly emitter: EventEmitter2,
    private readonly database: Database,
    private readonly subscriptions: Subscriptions,
    private readonly precedence: Precedence,
  ) {}

  /** Starts work only after all subscribers are registered; an earlier event would be dropped. */
  async start(): Promise<void> {
    this.working = true;
    this.timer = setInterval(() => void this.takeOver(), TAKE_OVER_MS);
    for (const subscription of this.subscriptions.all) {
      this.emitter.removeAllListeners(subscription.as);
      const handOver: Listener = (event, delivery) => subscription.handle(event, delivery);
      // `emitAsync` awaits the promise, though the types of `on` do not mention it.
      this.emitter.on(subscription.as, handOver as never);
      await this.work(subscription);
    }
  }

  /** Finishes the current events and takes no new ones, before the subscribers are destroyed. */
  async beforeApplicationShutdown(): Promise<void> {
    if (!this.working) return;
    this.working = false;
    clearInterval(this.timer);
    await Promise.all(this.subscriptions.all.map(({ as }) => this.queue.boss.offWork(as, { wait: true })));
    if (this.released.length > 0) await this.database.query(RELEASE, [this.released]);
  }

  private async work(subscription: BoundSubscription): Promise<void> {
    await this.queue.boss.work<Envelope, object, { perJobResults: true; includeMetadata: true }>(
      subscription.as,
      {
        perJobResults: true,
        includeMetadata: true,
        ...shared(subscription.concurrency),
        burstWhenBatchFull: true,
        pollingIntervalSeconds: 1,
        notifyPollingIntervalSeconds: 2,
      } as never,
      ((jobs: JobWithMetadata<Envelope>[]) =>
        Promise.all(jobs.map((job) => subscription.limit(() => this.deliver(subscription, job))))) as never,
    );
  }

  /** A crash of a worker does not delay its event: the event is probably not the cause. */
  private async takeOver(): Promise<void> {
    try {
      await this.database.query(TAKE_OVER, [this.subscriptions.all.map(({ as }) => as)]);
    } catch (error) {
      this.log.warn(forLog(error), 'could not check for events of crashed workers; retrying in 5 s');
    }
  }

  private async deliver(subscription: BoundSubscription, job: JobWithMetadata<Envelope>): Promise<JobResult> {
    const delivery: Delivery = { attempt: job.retryCount + 1, lastAttempt: job.retryCount >= job.retryLimit };
    return withLogContext(idsOf(job.data), () => this.emit(subscription, job, delivery));
  }

  /** The event was fetched with its batch and had not begun when this process received the stop signal. */
  private release(id: string): JobResult {
    this.released.push(id);
    return { id, status: 'failed', output: { message: 'The worker stopped before it began.' } };
  }

  private async emit(
    subscription: BoundSubscription,
    { id, data }: JobWithMetadata<Envelope>,
    delivery: Delivery,
  ): Promise<JobResult> {
    try {
      await this.precedence.turnOf(subscription, () => !this.working);
      if (!this.working && !delivery.lastAttempt) return this.release(id);
      await this.emitter.emitAsync(subscription.as, readEvent(subscription.event, data), delivery);
      return { id, status: 'completed' };
    } catch (error) {
      const reason = explainError(error);
      const line = {
        name: (data as Partial<Envelope>).name,
        subscription: subscription.as,
        ...delivery,
        reason,
        ...forLog(error),
      };
      this.log.warn(line, 'event not delivered');
      return { id, status: 'failed', output: { message: reason } };
    }
  }
}

/**
 * Two workers with a batch each take turns: while the slowest event of one batch finishes, the other worker continues.
 * Together they fetch at most one event more than they can process, so that other processes find work. A batch has at
 * least two events; pg-boss would fetch single events only once per second.
 */
const shared = (concurrency: number) =>
  concurrency < 4
    ? { localConcurrency: 1, batchSize: Math.max(2, concurrency) }
    : { localConcurrency: 2, batchSize: Math.ceil(concurrency / 2) };

/** Every id of the event (`eventId`, `runId`) appears in every log line about its delivery. */
const idsOf = ({ event }: Partial<Envelope>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(event ?? {}).filter(
      (entry): entry is [string, string] => entry[0].endsWith('Id') && typeof entry[1] === 'string',
    ),
  );
