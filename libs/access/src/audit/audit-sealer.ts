import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import { Database, SEAL_ROWS, sealAudit } from '@trellis/database';
import { RepeatedWork } from '@trellis/kernel';

const EVERY_MS = 10_000;

/** Seals the audit log in the background of a worker. One process at a time does it. */
@Injectable()
export class AuditSealer implements BeforeApplicationShutdown {
  private readonly log = new Logger('Audit');
  private readonly sealing = new RepeatedWork(
    EVERY_MS,
    () => this.sealAll(),
    (error) => this.log.error({ err: error }, 'the audit log was not sealed; retrying in 10 s'),
  );
  private stopped = false;

  constructor(private readonly database: Database) {}

  start(): void {
    this.sealing.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.sealing.stop();
  }

  /** A long log, as after an upgrade, takes several seals. */
  private async sealAll(): Promise<void> {
    for (let rows = SEAL_ROWS; rows === SEAL_ROWS && !this.stopped;) rows = await sealAudit(this.database);
  }
}
