import { setTimeout as pause } from 'node:timers/promises';
import { DomainError, commonProblems } from '@trellis/kernel';

/** How many images are decoded at once, and how many wait. Each needs memory, and the ones behind it wait for seconds. */
export interface Places {
  atOnce: number;
  waiting: number;
}

interface Waiter {
  holder: string;
  start: () => void;
  refuse: (error: Error) => void;
}

const tooBusy = () =>
  new DomainError(commonProblems.too_busy, 'Many images are being checked. Send this one again in a few seconds.');

/**
 * A bounded number of places, fair by holder: holders take turns, and when too many wait, the latest of the holder with
 * most of them gives way to a holder with fewer.
 */
export class DecodingPlaces {
  private running = 0;
  /** Milliseconds of `performance.now()` when the last one ended. */
  private ended = 0;
  private waiting: Waiter[] = [];
  /** When each waiting holder had its last turn. */
  private readonly turns = new Map<string, number>();
  private turn = 0;

  constructor(private readonly places: Places) {}

  /** @throws DomainError too_busy */
  async run<T>(holder: string, task: () => Promise<T>): Promise<T> {
    if (this.running >= this.places.atOnce) await this.wait(holder);
    this.running += 1;
    this.turns.set(holder, (this.turn += 1));
    try {
      return await task();
    } finally {
      this.running -= 1;
      this.ended = performance.now();
      this.next();
    }
  }

  /** Resolves when nothing was decoded for this long, for work that nothing waits for. */
  async quiet(milliseconds: number): Promise<void> {
    for (;;) {
      const rest = this.running > 0 ? milliseconds : this.ended + milliseconds - performance.now();
      if (rest <= 0) return;
      await pause(rest, undefined, { ref: false });
    }
  }

  private async wait(holder: string): Promise<void> {
    if (this.waiting.length >= this.places.waiting) this.makeRoom(holder);
    await new Promise<void>((start, refuse) => this.waiting.push({ holder, start, refuse }));
    this.running -= 1;
  }

  /** @throws DomainError too_busy when no other holder has more waiting */
  private makeRoom(holder: string): void {
    const count = (of: string) => this.waiting.filter((waiter) => waiter.holder === of).length;
    const most = Math.max(...this.waiting.map((waiter) => count(waiter.holder)));
    const last = this.waiting.findLast((waiter) => count(waiter.holder) === most && most > count(holder) + 1);
    if (!last) throw tooBusy();
    this.waiting = this.waiting.filter((waiter) => waiter !== last);
    last.refuse(tooBusy());
  }

  /** The place is taken before the waiter runs, so that no newcomer takes it. */
  private next(): void {
    const turnOf = ({ holder }: Waiter) => this.turns.get(holder) ?? 0;
    const [first] = this.waiting.toSorted((a, b) => turnOf(a) - turnOf(b));
    if (!first) return this.turns.clear();
    this.waiting = this.waiting.filter((waiter) => waiter !== first);
    this.running += 1;
    first.start();
  }
}
