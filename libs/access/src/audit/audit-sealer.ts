import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Database, SEAL_ROWS, sealAudit } from '@trellis/database';

const EVERY_MS = 10_000;

/** Seals the audit log in the background of a worker. One process at a time does it. */
@Injectable()
export class AuditSealer implements BeforeApplicationShutdown {
  private readonly log = new Logger('Audit');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(private readonly database: Database) {}

  start(): void {
    const tick = () => {
      this.running ??= this.sealAll()
        .catch((error: unknown) => this.log.error({ err: error }, 'the audit log was not sealed; retrying in 10 s'))
        .finally(() => (this.running = undefined));
    };
    tick();
    this.timer = setInterval(tick, EVERY_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** A long log, as after an upgrade, takes several seals. */
  private async sealAll(): Promise<void> {
    for (let rows = SEAL_ROWS; rows === SEAL_ROWS && !this.stopped;) rows = await sealAudit(this.database);
  }
}
