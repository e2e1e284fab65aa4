import type { Logger } from '@nestjs/common';

/** An uncaught exception ends the process, with one line in the log instead of a stack. */
export function logUncaught(log: Logger): void {
  process.on('uncaughtException', (error, origin) => {
    log.fatal({ err: error, origin }, 'uncaught exception; exiting');
    process.exit(1);
  });
}
