import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { OutboxGauges } from '@trellis/events';
import { storageOperations, type StorageOperation } from '@trellis/storage';
import { inTime } from '../in-time.ts';
import { PackMetrics } from './pack-metrics.ts';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
const KEEP_MS = 1_000;
const BY_SUBSCRIPTION = ['subscription'];

/**
 * The metrics for Prometheus. Gauges describe the library and are the same in every process. All others belong to this
 * process.
 */
@Injectable()
export class Metrics implements OnModuleInit, OnModuleDestroy {
  readonly registry = new Registry();
  private readonly log = new Logger('Metrics');
  private readonly up = this.gauge('trellis_gauges_up', '1 when the gauges of the library could be read');
  private readonly outbox = this.gauge('trellis_outbox_events', 'Events that wait or are active', BY_SUBSCRIPTION);
  private readonly oldest = this.gauge(
    'trellis_outbox_oldest_seconds',
    'Age of the oldest event that waits or is active, in seconds',
    BY_SUBSCRIPTION,
  );
  private readonly unbegun = this.gauge(
    'trellis_outbox_unbegun_seconds',
    'Age of the oldest event that no worker has begun, in seconds',
    BY_SUBSCRIPTION,
  );

  private readonly dead = this.gauge(
    'trellis_dead_letters',
    'Events that failed at their last attempt',
    BY_SUBSCRIPTION,
  );
  private readonly storage = this.histogram('trellis_storage_operation_seconds', 'Storage operations', SECONDS, [
    'operation',
    'result',
  ]);

  private readonly requests = this.histogram('trellis_http_request_seconds', 'Requests', SECONDS, [
    'method',
    'route',
    'status',
  ]);

  private kept: { at: number; text: Promise<string> } | undefined;

  constructor(
    private readonly gauges: OutboxGauges,
    private readonly packs: PackMetrics,
  ) {
    collectDefaultMetrics({ register: this.registry });
  }

  onModuleInit(): void {
    subscribe(storageOperations.name, this.onStorage);
    this.packs.register(this.registry);
  }

  onModuleDestroy(): void {
    unsubscribe(storageOperations.name, this.onStorage);
    this.packs.unregister();
  }

  /** Counts the requests of this server by route. Paths contain ids and would be unbounded. */
  observe(fastify: FastifyInstance): void {
    fastify.addHook('onResponse', async (request, reply) => {
      const labels = { method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode };
      this.requests.observe(labels, reply.elapsedTime / 1000);
    });
  }

  /** Prometheus' text format, at most a second old: the database is asked once, however many ask for it. */
  text(): Promise<string> {
    const now = performance.now();
    if (!this.kept || now - this.kept.at >= KEEP_MS) this.kept = { at: now, text: this.read() };
    return this.kept.text;
  }

  private async read(): Promise<string> {
    try {
      await inTime(Promise.all([this.readOutbox(), this.packs.read()]));
      this.up.set(1);
    } catch (error) {
      // The counters of this process matter most when the database is unavailable. The last values of the gauges are no
      // longer true.
      for (const gauge of [this.outbox, this.oldest, this.unbegun, this.dead]) gauge.reset();
      this.packs.reset();
      this.up.set(0);
      this.log.warn({ err: error }, 'could not read the gauges');
    }
    return this.registry.metrics();
  }

  private async readOutbox(): Promise<void> {
    for (const { subscription, depth, oldestSeconds, unbegunSeconds, deadLetters } of await this.gauges.read()) {
      const labels = { subscription };
      this.outbox.set(labels, depth);
      this.oldest.set(labels, oldestSeconds);
      this.unbegun.set(labels, unbegunSeconds);
      this.dead.set(labels, deadLetters);
    }
  }

  private onStorage = (message: unknown): void => {
    const { operation, result, seconds } = message as StorageOperation;
    this.storage.observe({ operation, result }, seconds);
  };

  private gauge(name: string, help: string, labelNames: string[] = []): Gauge {
    return new Gauge({ name, help, labelNames, registers: [this.registry] });
  }

  private histogram(name: string, help: string, buckets: number[], labelNames: string[] = []): Histogram {
    return new Histogram({ name, help, buckets, labelNames, registers: [this.registry] });
  }
}
