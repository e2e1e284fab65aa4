import { LRUCache } from 'lru-cache';
import type { Pair } from './next-pair.service.ts';

const HANDED_MS = 30_000;
const MOST_PAIRS = 64;

interface Handed {
  to: string;
  pair: Pair;
  at: number;
}

/**
 * The pairs that other people have on their screens now, so that two curators of a run do not compare the same. A hint
 * of this process: a late vote gets `already_voted`, and the next pair.
 */
export class HandedPairs {
  private readonly runs = new LRUCache<string, Handed[]>({ max: 1_000, ttl: HANDED_MS });

  /** Those handed to others in the last 30 s. */
  toOthers(runId: string, holder: string, now = Date.now()): Pair[] {
    const recent = (this.runs.get(runId) ?? []).filter(({ at }) => now - at < HANDED_MS);
    return recent.filter(({ to }) => to !== holder).map(({ pair }) => pair);
  }

  /** Replaces what this holder had. */
  hand(runId: string, holder: string, pairs: readonly Pair[], now = Date.now()): void {
    const others = (this.runs.get(runId) ?? []).filter(({ at, to }) => to !== holder && now - at < HANDED_MS);
    const own = pairs.map((pair) => ({ to: holder, pair, at: now }));
    this.runs.set(runId, [...others, ...own].slice(-MOST_PAIRS));
  }
}
