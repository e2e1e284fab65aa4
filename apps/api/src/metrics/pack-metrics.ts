import { Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { packs } from '@trellis/all';
import type { GaugeMetric, ObservedMetric, Resolve, Sample } from '@trellis/manifest';

/** The parameters of every kind of metric. */
interface Own {
  name: string;
  help: string;
  labelNames: string[];
  registers: Registry[];
}

type Listener = (message: unknown) => void;

/** The metrics of the packs. */
@Injectable()
export class PackMetrics {
  private readonly gauges: { metric: GaugeMetric; gauge: Gauge }[] = [];
  private readonly listeners: { metric: ObservedMetric; listener: Listener }[] = [];
  private readonly resolve: Resolve = (type) => this.module.get(type, { strict: false });

  constructor(private readonly module: ModuleRef) {}

  register(registry: Registry): void {
    for (const metric of packs.flatMap(({ metrics = [] }) => metrics)) {
      const { name, help, labels: labelNames = [] } = metric;
      const own = { name, help, labelNames: [...labelNames], registers: [registry] };
      if (metric.type === 'gauge') this.gauges.push({ metric, gauge: new Gauge(own) });
      else this.listen(metric, own);
    }
  }

  unregister(): void {
    for (const { metric, listener } of this.listeners) metric.channel.unsubscribe(listener);
  }

  /** Reads the gauges of the packs. */
  async read(): Promise<void> {
    await Promise.all(this.gauges.map(({ metric, gauge }) => this.readOne(metric, gauge)));
  }

  reset(): void {
    for (const { gauge } of this.gauges) gauge.reset();
  }

  private async readOne(metric: GaugeMetric, gauge: Gauge): Promise<void> {
    const samples = await metric.read(this.resolve);
    gauge.reset();
    for (const { labels = {}, value } of samples) gauge.set(labels, value);
  }

  private listen(metric: ObservedMetric, own: Own): void {
    const add = adderOf(metric, own);
    const listener: Listener = (message) => {
      const sample = metric.sampleOf(message as never);
      if (sample) add(sample);
    };
    metric.channel.subscribe(listener);
    this.listeners.push({ metric, listener });
  }
}

function adderOf(metric: ObservedMetric, own: Own): (sample: Sample) => void {
  if (metric.type === 'counter') {
    const counter = new Counter(own);
    return ({ labels = {}, value }) => counter.inc(labels, value);
  }
  const histogram = new Histogram({ ...own, buckets: [...(metric.buckets ?? [])] });
  return ({ labels = {}, value }) => histogram.observe(labels, value);
}
