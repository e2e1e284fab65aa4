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

/** An attempt that never began costs none: pg-boss counts one only for a job that has a start. Others may begin it now. */
const RELEASE = `
  update ${QUEUE_SCHEMA}.job set started_on = null, start_after = now() where id = any($1) and state = 'retry'`;

type Listener = (event: DomainEvent, delivery: Delivery) => Promise<void>;

/**
 * Hands recorded events to the subscribers of this process, each at least once. A subscriber that throws fails its own job and
 * no other. The in-process hand-over is Nest's event emitter, by the name of the subscription.
 */
@Injectable()
export class EventRelay implements BeforeApplicationShutdown {
  private readonly log = new Logger('Relay');
  private working = false;
  private readonly handedBack: string[] = [];
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly queue: QueueConnection,
    private readonly emitter: EventEmitter2,
    private readonly database: Database,
    private readonly subscriptions: Subscriptions,
    private readonly precedence: Precedence,
  ) {}

  /** Begins to deliver. Call it after the application's bootstrap, when every subscriber is there. */
  async start(): Promise<void> {
    this.working = true;
    this.timer = setInterval(() => void this.takeOver(), TAKE_OVER_MS);
    for (const subscription of this.subscriptions.all) {
      this.emitter.removeAllListeners(subscription.as);
      const handOver: Listener = (event, delivery) => subscription.handle(event, delivery);
      // `emitAsync` waits for the promise that the types of `on` know nothing of.
      this.emitter.on(subscription.as, handOver as never);
      await this.work(subscription);
    }
  }

  /** Finishes what is in hand and takes nothing new, while the subscribers are still there. */
  async beforeApplicationShutdown(): Promise<void> {
    if (!this.working) return;
    this.working = false;
    clearInterval(this.timer);
    await Promise.all(this.subscriptions.all.map(({ as }) => this.queue.boss.offWork(as, { wait: true })));
    if (this.handedBack.length > 0) await this.database.query(RELEASE, [this.handedBack]);
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

  /** A worker that died is no reason to wait longer each time: nothing says that its event cannot be delivered. */
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

  /** Taken with its batch, not begun when this process was asked to stop. */
  private handBack(id: string): JobResult {
    this.handedBack.push(id);
    return { id, status: 'failed', output: { message: 'The worker stopped before it began.' } };
  }

  private async emit(
    subscription: BoundSubscription,
    { id, data }: JobWithMetadata<Envelope>,
    delivery: Delivery,
  ): Promise<JobResult> {
    try {
      await this.precedence.turnOf(subscription, () => !this.working);
      if (!this.working && !delivery.lastAttempt) return this.handBack(id);
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
 * Two workers, each with a batch of its own, take turns: while the slowest of one batch finishes, the other is at work. Together
 * they take no more than they work on, or one more: what waits here, an idle worker elsewhere could begin. A batch has two at
 * least, or it would be fetched once a second only.
 */
const shared = (concurrency: number) =>
  concurrency < 4
    ? { localConcurrency: 1, batchSize: Math.max(2, concurrency) }
    : { localConcurrency: 2, batchSize: Math.ceil(concurrency / 2) };

/** Whatever an event names by id (`eventId`, `runId`), every line about its delivery names too. */
const idsOf = ({ event }: Partial<Envelope>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(event ?? {}).filter(
      (entry): entry is [string, string] => entry[0].endsWith('Id') && typeof entry[1] === 'string',
    ),
  );
