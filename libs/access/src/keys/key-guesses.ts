import { LRUCache } from 'lru-cache';

const WINDOW_MS = 60_000;
/** Bounds the memory. Beyond it the oldest counts are dropped. */
const MOST_ADDRESSES = 10_000;

/**
 * Counts wrong keys per address. Beyond `most` within a minute, keys from that address are no longer looked up. A key
 * that was valid within the minute still is, whatever other clients behind the same proxy try. A request without a key
 * does not count.
 */
export class KeyGuesses {
  private readonly wrong = new LRUCache<string, number>({ max: MOST_ADDRESSES, ttl: WINDOW_MS, noUpdateTTL: true });
  private readonly right = new LRUCache<string, true>({ max: MOST_ADDRESSES, ttl: WINDOW_MS });

  constructor(private readonly most: number) {}

  mayTry(address: string, key: string): boolean {
    return this.right.has(key) || (this.wrong.get(address) ?? 0) < this.most;
  }

  count(address: string, key: string, wasRight: boolean): void {
    if (wasRight) this.right.set(key, true);
    else if (key !== '') this.wrong.set(address, (this.wrong.get(address) ?? 0) + 1);
  }
}
