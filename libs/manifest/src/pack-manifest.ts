import type { Type } from '@nestjs/common';
import type { SettingsClass } from '@trellis/config';
import type { LibraryCheck } from '@trellis/database';
import type { DomainEventClass } from '@trellis/events';
import type { Problem } from '@trellis/kernel';
import type { PackCommand } from './command-host.ts';
import type { Examination } from './examination.ts';
import type { PackMetric } from './pack-metric.ts';

/** Work that a process of the role `worker` does all the time. It ends by Nest's shutdown hooks. */
export interface BackgroundWorker {
  start(): void | Promise<void>;
}

/**
 * Everything that a pack brings to the applications. They read it from the list of packs (`@trellis/all`) and name no pack:
 * a new pack is one more line of that list.
 */
export interface PackManifest {
  /** As its folder is called. */
  name: string;
  module: Type<unknown>;
  /** Its tables. No other pack's SQL names them. */
  tables: readonly string[];
  /** The read-only views that it publishes, `pub_<pack>_<what>`, with their columns. Packs above may join them. */
  views?: Readonly<Record<string, readonly string[]>>;
  /** Every way in which its operations can fail. */
  problems?: Readonly<Record<string, Problem>>;
  /** The events that it publishes. Each needs a subscriber somewhere. */
  events?: readonly DomainEventClass[];
  /** Its classes that have methods with `@Subscribe`. */
  subscribers?: readonly Type<unknown>[];
  workers?: readonly Type<BackgroundWorker>[];
  /** What holds in every library: asked and fixed by `trellis doctor`. */
  checks?: readonly LibraryCheck[];
  /** What `trellis doctor` looks at beside the checks. */
  examinations?: readonly Examination[];
  /** `subjectType` of its audit rows. */
  auditSubjects?: readonly string[];
  /** Its foreign keys whose target cannot be deleted while they refer to it: by constraint name, what its rows are called. */
  references?: Readonly<Record<string, string>>;
  settings?: readonly SettingsClass[];
  metrics?: readonly PackMetric[];
  /** Its subcommands of `trellis`. */
  commands?: readonly PackCommand[];
}
