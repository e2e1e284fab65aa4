import { Presets, SingleBar } from 'cli-progress';

/** What is being done, on stderr: a bar with the time that is left on a terminal, nothing elsewhere. */
export class Progress {
  private readonly bar: SingleBar | undefined;

  constructor(what: string, total: number) {
    if (!process.stderr.isTTY) return;
    const format = `${what} [{bar}] {value}/{total}, {eta_formatted} left`;
    this.bar = new SingleBar({ format, stream: process.stderr, hideCursor: true }, Presets.shades_classic);
    this.bar.start(total, 0);
  }

  step(count = 1): void {
    this.bar?.increment(count);
  }

  end(): void {
    this.bar?.stop();
  }
}
