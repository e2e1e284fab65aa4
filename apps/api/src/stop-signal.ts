const PATIENCE_MS = 19_000;
const SAME_PRESS_MS = 1_000;

/**
 * Handles SIGINT and SIGTERM from the first moment. A signal during the start takes effect after it, so that no
 * database keeps running. Current work is finished within 20 s. A second signal ends the process at once.
 */
export class StopSignal {
  readonly received: Promise<NodeJS.Signals>;

  constructor() {
    this.received = new Promise((resolve) => {
      let since: number | undefined;
      const stop = (signal: NodeJS.Signals) => {
        // npm forwards a terminal's Ctrl-C, so one key press arrives twice.
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
