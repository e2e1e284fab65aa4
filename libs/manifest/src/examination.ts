import type { Interruption, Watched } from './command-host.ts';
import type { Resolve } from './resolve.ts';

/** Something that is not as it should be. */
export interface Finding {
  code: string;
  meaning: string;
  mend: string;
  count: number;
  /** The first of them. */
  ids: string[];
  mended: boolean;
}

export const MOST_IDS = 100;

export const finding = (
  { code, meaning, mend }: Pick<Finding, 'code' | 'meaning' | 'mend'>,
  ids: readonly string[],
  mended = false,
): Finding => ({ code, meaning, mend, count: ids.length, ids: ids.slice(0, MOST_IDS), mended });

export interface ExaminationContext {
  resolve: Resolve;
  /** Whether to mend what can be mended without losing anything. */
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
