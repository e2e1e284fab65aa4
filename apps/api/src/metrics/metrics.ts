import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { ClusteringFacade, linkProgress, type LinkProgress } from '@trellis/clustering';
import { OutboxGauges } from '@trellis/events';
import { votesCast } from '@trellis/pipeline';
import { soon } from '../soon.ts';
import { storageOperations, type StorageOperation } from '@trellis/storage';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const LINK_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 30, 60, 300, 900, 3600];

/** What Prometheus may ask. Gauges are the library's, the same from every process; the rest is this process's own. */
@Injectable()
export class Metrics implements OnModuleInit, OnModuleDestroy {
  readonly registry = new Registry();
  private readonly log = new Logger('Metrics');
  private readonly up = this.gauge('trellis_gauges_up', '1 when the gauges of the library could be read');
  private readonly links = this.gauge('trellis_links', 'Links by state and reason', ['state', 'reason']);
  private readonly outbox = this.gauge('trellis_outbox_events', 'Events that wait or are at work');
  private readonly oldest = this.gauge('trellis_outbox_oldest_seconds', 'Age of the oldest of them');
  private readonly unbegun = this.gauge('trellis_outbox_unbegun_seconds', 'Age of the oldest that nobody has begun');
  private readonly dead = this.gauge('trellis_dead_letters', 'Events that failed at their last try');
  private readonly linked = this.histogram('trellis_link_seconds', 'From completion to photo', LINK_SECONDS);
  private readonly storage = this.histogram('trellis_storage_operation_seconds', 'Storage operations', SECONDS, [
    'operation',
    'result',
  ]);
  private readonly requests = this.histogram('trellis_http_request_seconds', 'Requests', SECONDS, [
    'method',
    'route',
    'status',
  ]);

  private readonly votes = new Counter({
    name: 'trellis_votes_total',
    help: 'Votes counted, by outcome',
    labelNames: ['outcome'],
    registers: [this.registry],
  });

  constructor(
    private readonly clustering: ClusteringFacade,
    private readonly gauges: OutboxGauges,
  ) {
    collectDefaultMetrics({ register: this.registry });
  }

  onModuleInit(): void {
    subscribe(linkProgress.name, this.onLink);
    subscribe(storageOperations.name, this.onStorage);
    subscribe(votesCast.name, this.onVote);
  }

  onModuleDestroy(): void {
    unsubscribe(linkProgress.name, this.onLink);
    unsubscribe(storageOperations.name, this.onStorage);
    unsubscribe(votesCast.name, this.onVote);
  }

  /** Counts the requests of this server, by route and never by path: a path has ids, and so no end. */
  observe(fastify: FastifyInstance): void {
    fastify.addHook('onResponse', async (request, reply) => {
      const labels = { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode };
      this.requests.observe(labels, reply.elapsedTime / 1000);
    });
  }

  /** Prometheus' text format. */
  async text(): Promise<string> {
    try {
      await soon(this.readGauges());
      this.up.set(1);
    } catch (error) {
      // The counters are this process's own, and wanted most when the database is away. What the gauges said then is not so now.
      this.links.reset();
      for (const gauge of [this.outbox, this.oldest, this.unbegun, this.dead]) gauge.remove();
      this.up.set(0);
      this.log.warn({ err: error }, 'gauges not read');
    }
    return this.registry.metrics();
  }

  private async readGauges(): Promise<void> {
    const [links, outbox] = await Promise.all([this.clustering.countLinks(), this.gauges.read()]);
    this.links.reset();
    for (const { state, reason, count } of links) this.links.set({ state, reason: reason ?? '' }, count);
    this.outbox.set(outbox.depth);
    this.oldest.set(outbox.oldestSeconds);
    this.unbegun.set(outbox.unbegunSeconds);
    this.dead.set(outbox.deadLetters);
  }

  private onLink = (message: unknown): void => {
    const { seconds } = message as LinkProgress;
    if (seconds !== undefined) this.linked.observe(seconds);
  };

  private onStorage = (message: unknown): void => {
    const { operation, result, seconds } = message as StorageOperation;
    this.storage.observe({ operation, result }, seconds);
  };

  private onVote = (message: unknown): void => this.votes.inc(message as { outcome: string });

  private gauge(name: string, help: string, labelNames: string[] = []): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  private histogram(name: string, help: string, buckets: number[], labelNames: string[] = []): Histogram {
    return new Histogram({ name, help, buckets, labelNames, registers: [this.registry] });
  }
}
