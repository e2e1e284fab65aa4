const WINDOW_MS = 60_000;

/** How many wrong keys came from an address within a minute: beyond `most` they are not looked up any more. */
export class KeyGuesses {
  private readonly wrong = new Map<string, number>();
  private since = Date.now();

  constructor(private readonly most: number) {}

  mayGuess(address: string): boolean {
    if (Date.now() - this.since > WINDOW_MS) {
      this.wrong.clear();
      this.since = Date.now();
    }
    return (this.wrong.get(address) ?? 0) < this.most;
  }

  count(address: string): void {
    this.wrong.set(address, (this.wrong.get(address) ?? 0) + 1);
  }
}
