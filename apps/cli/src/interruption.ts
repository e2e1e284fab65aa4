import type { Interruption } from '@trellis/manifest';

/** Ctrl-C. The current item is finished, and no new one begins. A second Ctrl-C ends the process at once. */
export class SignalInterruption implements Interruption {
  private signalled = false;
  private readonly stop = () => {
    if (this.signalled) process.exit(1);
    this.signalled = true;
    process.stderr.write('\nFinishing the current item …\n');
  };

  constructor() {
    process.on('SIGINT', this.stop).on('SIGTERM', this.stop);
  }

  get requested(): boolean {
    return this.signalled;
  }

  /** Restores the default handling of signals. */
  end(): void {
    process.off('SIGINT', this.stop).off('SIGTERM', this.stop);
  }
}
