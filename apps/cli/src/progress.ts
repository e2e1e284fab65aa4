import type { Progress } from '@trellis/manifest';
import { Presets, SingleBar } from 'cli-progress';

const LINE_EVERY_MS = 5_000;

/** Progress on stderr: on a terminal a bar with the remaining time, elsewhere an occasional line. */
export class TerminalProgress implements Progress {
  private readonly bar: SingleBar | undefined;
  private readonly from = performance.now();
  private printedAt = this.from;
  private value = 0;

  constructor(
    private readonly what: string,
    private readonly total: number,
  ) {
    if (!process.stderr.isTTY) return;
    const format = `${what} [{bar}] {value}/{total}, {eta_formatted} left`;
    this.bar = new SingleBar({ format, stream: process.stderr, hideCursor: true }, Presets.shades_classic);
    this.bar.start(total, 0);
  }

  step(count = 1): void {
    this.value += count;
    if (this.bar) this.bar.increment(count);
    else if (performance.now() - this.printedAt > LINE_EVERY_MS) this.print();
  }

  end(): void {
    this.bar?.stop();
  }

  private print(): void {
    this.printedAt = performance.now();
    const seconds = ((this.printedAt - this.from) / 1000 / this.value) * Math.max(0, this.total - this.value);
    process.stderr.write(`${this.what}: ${this.value} of ${this.total}, ${Math.round(seconds)} s left\n`);
  }
}
