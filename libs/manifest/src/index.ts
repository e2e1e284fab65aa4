export { InterruptedError, UsageError } from './command.errors.ts';
export { readTextFile } from './read-text-file.ts';
export type { BackgroundWorker, PackManifest } from './pack-manifest.ts';
export type { GaugeMetric, ObservedMetric, PackMetric, Sample } from './pack-metric.ts';
export { Sweeper } from './sweeper.ts';
export type { Resolve } from './resolve.ts';
export { finding, type Examination, type ExaminationContext, type Finding } from './examination.ts';
export type { CommandHost, Interruption, PackCommand, Progress, Watched, Items, Rest } from './command-host.ts';
export type { Leftovers } from './leftovers.ts';
