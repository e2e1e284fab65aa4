import type { Interruption, Watched } from './command-host.ts';
import type { Resolve } from './resolve.ts';

/** A violation that `trellis doctor` has found. */
export interface Finding {
  code: string;
  meaning: string;
  cure: string;
  count: number;
  /** The first of their ids. */
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
  /** Whether to fix what can be fixed without loss. */
  fix: boolean;
  interruption: Interruption;
  watched: Watched;
}

/** A part of `trellis doctor`. */
export interface Examination {
  /** What it needs: the database, the store (which may be unavailable), or the public URLs (only with --public). */
  needs: 'database' | 'store' | 'public';
  run(context: ExaminationContext): AsyncIterable<Finding>;
}
