import type { Interruption, Watched } from './command-host.ts';
import type { Resolve } from './resolve.ts';

/** Something that is not as it should be. */
export interface Finding {
  code: string;
  meaning: string;
  cure: string;
  count: number;
  /** The first of them. */
  ids: string[];
  fixed: boolean;
}

export const MOST_IDS = 100;

export const finding = (
  { code, meaning, cure }: Pick<Finding, 'code' | 'meaning' | 'cure'>,
  ids: readonly string[],
  fixed = false,
): Finding => ({ code, meaning, cure, count: ids.length, ids: ids.slice(0, MOST_IDS), fixed });

export interface ExaminationContext {
  resolve: Resolve;
  /** Whether to mend what can be fixed without losing anything. */
  fix: boolean;
  interruption: Interruption;
  watched: Watched;
}

/** A part of `trellis doctor`. */
export interface Examination {
  /** What it asks: the database, the store (which may be away), or the public addresses (only with --public). */
  asks: 'database' | 'store' | 'public';
  run(context: ExaminationContext): AsyncIterable<Finding>;
}
