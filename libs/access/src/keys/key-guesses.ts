const WINDOW_MS = 60_000;

/**
 * How many wrong keys came from an address within a minute: beyond `most` they are not looked up any more. A key that was
 * right within the minute is, whatever its neighbours behind the same proxy try; a request without a key is no guess.
 */
export class KeyGuesses {
  private readonly wrong = new Map<string, number>();
  private readonly right = new Set<string>();
  private since = Date.now();

  constructor(private readonly most: number) {}

  mayTry(address: string, key: string): boolean {
    if (Date.now() - this.since > WINDOW_MS) {
      this.wrong.clear();
      this.right.clear();
      this.since = Date.now();
    }
    return this.right.has(key) || (this.wrong.get(address) ?? 0) < this.most;
  }

  count(address: string, key: string, wasRight: boolean): void {
    if (wasRight) this.right.add(key);
    else if (key !== '') this.wrong.set(address, (this.wrong.get(address) ?? 0) + 1);
  }
}
