import type { Interruption } from '@trellis/manifest';

/** Ctrl-C: the item in hand is finished, and nothing new is begun. A second one ends the process at once. */
export class SignalInterruption implements Interruption {
  private signalled = false;
  private readonly stop = () => {
    if (this.signalled) process.exit(1);
    this.signalled = true;
    process.stderr.write('\nFinishing what is in hand …\n');
  };

  constructor() {
    process.on('SIGINT', this.stop).on('SIGTERM', this.stop);
  }

  get requested(): boolean {
    return this.signalled;
  }

  /** Gives the signals back. */
  end(): void {
    process.off('SIGINT', this.stop).off('SIGTERM', this.stop);
  }
}
