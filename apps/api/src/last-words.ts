import type { Logger } from '@nestjs/common';

/** What nobody caught ends the process, as it would anyway; but with one line in the log, and no stack beside it. */
export function logLastWords(log: Logger): void {
  process.on('uncaughtException', (error, origin) => {
    log.fatal({ err: error, origin }, 'nobody caught this; the process ends');
    process.exit(1);
  });
}
