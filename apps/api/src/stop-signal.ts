const PATIENCE_MS = 19_000;
const SAME_PRESS_MS = 1_000;

/**
 * SIGINT or SIGTERM, from the first moment on: one that comes during the start is answered when that is over, so that no
 * database stays behind. What is in hand is finished within 20 s; a second signal ends the process at once.
 */
export class StopSignal {
  readonly received: Promise<NodeJS.Signals>;

  constructor() {
    this.received = new Promise((resolve) => {
      let since: number | undefined;
      const stop = (signal: NodeJS.Signals) => {
        // npm passes a terminal's Ctrl-C on, so one press arrives twice.
        if (since && Date.now() - since > SAME_PRESS_MS) process.exit(1);
        if (since) return;
        since = Date.now();
        setTimeout(() => process.exit(1), PATIENCE_MS).unref();
        resolve(signal);
      };
      process.on('SIGINT', stop).on('SIGTERM', stop);
    });
  }
}
