import type { Type } from '@nestjs/common';
import type { SettingsClass } from '@trellis/config';
import type { LibraryCheck } from '@trellis/database';
import type { DomainEventClass } from '@trellis/events';
import type { Problem } from '@trellis/kernel';
import type { SealedColumn } from '@trellis/secrets';
import type { PackCommand } from './command-host.ts';
import type { Examination } from './examination.ts';
import type { Leftovers } from './leftovers.ts';
import type { PackMetric } from './pack-metric.ts';

/** Continuous background work of a process with the role `worker`. It ends with Nest's shutdown hooks. */
export interface BackgroundWorker {
  start(): void | Promise<void>;
}

/**
 * Everything that a pack contributes to the applications. They read it from the list of packs (`@trellis/all`) and name
 * no pack, so a new pack is one line in that list.
 */
export interface PackManifest {
  /** The name of its folder. */
  name: string;
  module: Type<unknown>;
  /** Its tables. No other pack's SQL names them. */
  tables: readonly string[];
  /** Its published read-only views, `pub_<pack>_<what>`, with their columns. Packs above may join them. */
  views?: Readonly<Record<string, readonly string[]>>;
  /** The problems of its operations. */
  problems?: Readonly<Record<string, Problem>>;
  /** Its published events. Each needs a subscription. */
  events?: readonly DomainEventClass[];
  /** Its classes with `@Subscribe` methods. */
  subscribers?: readonly Type<unknown>[];
  workers?: readonly Type<BackgroundWorker>[];
  /** Its invariants, which `trellis doctor` checks and fixes. */
  checks?: readonly LibraryCheck[];
  /** What `trellis doctor` examines in addition to the checks. */
  examinations?: readonly Examination[];
  /** Its columns with secrets. */
  sealed?: readonly SealedColumn[];
  /** `subjectType` of its audit entries. */
  auditSubjects?: readonly string[];
  /** Its foreign keys that keep a referenced row from being deleted: a name for the referring rows by constraint. */
  references?: Readonly<Record<string, string>>;
  /** What `trellis gc` deletes beside objects. */
  leftovers?: readonly Leftovers[];
  settings?: readonly SettingsClass[];
  metrics?: readonly PackMetric[];
  /** Its subcommands of `trellis`. */
  commands?: readonly PackCommand[];
}
