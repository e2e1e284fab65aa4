/** Work that is begun again and again, beside everything else, and never twice at a time. */
export class Beside {
  private readonly running = new Map<string, Promise<void>>();

  /** @param failed is called with its error; the next time it is begun as usual */
  constructor(private readonly failed: (what: string, error: unknown) => void) {}

  begin(what: string, work: () => Promise<void>): void {
    if (this.running.has(what)) return;
    const watched = work()
      .catch((error: unknown) => this.failed(what, error))
      .finally(() => this.running.delete(what));
    this.running.set(what, watched);
  }

  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running.values());
  }
}
