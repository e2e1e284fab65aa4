import type { Channel } from 'node:diagnostics_channel';
import type { Resolve } from './resolve.ts';

export interface Sample {
  value: number;
  labels?: Readonly<Record<string, string>>;
}

interface Named {
  /** `trellis_…`, as Prometheus recommends. */
  name: string;
  help: string;
  labels?: readonly string[];
}

/** Read from the library at each scrape. The same in every process. */
export interface GaugeMetric extends Named {
  type: 'gauge';
  read(resolve: Resolve): Promise<readonly Sample[]>;
}

/** Observed in this process on a diagnostics channel. */
export interface ObservedMetric extends Named {
  type: 'counter' | 'histogram';
  channel: Channel;
  /** Upper bounds of a histogram. */
  buckets?: readonly number[];
  /** The sample of a message; undefined for a message that does not count. */
  sampleOf(message: never): Sample | undefined;
}

export type PackMetric = GaugeMetric | ObservedMetric;
