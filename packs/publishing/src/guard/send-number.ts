import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@trellis/database';
import { HighWaterFile, type HighWater } from './high-water.ts';

const NOW = `select instance_id as "instanceId", send_number::int as number from publishing_state`;
const RAISE = `
  update publishing_state set send_number = send_number + 1 returning instance_id as "instanceId", send_number::int as number`;
/** Of the file: two processes of one installation must not overwrite the higher number. */
const FILE_LOCK = 7_237_535_503;

/** Counts what is sent: first in the transaction that says so, then in the file, then it is sent. */
@Injectable()
export class SendNumber {
  constructor(
    private readonly database: Database,
    private readonly file: HighWaterFile,
  ) {}

  /** The file exists before the first send: a database that has sent something, without a file, was copied. */
  async prepare(): Promise<void> {
    if (await this.file.read()) return;
    const [mark] = await this.database.query<[HighWater]>(NOW);
    if (mark.number === 0) await this.write(mark);
  }

  async raise(manager: EntityManager): Promise<HighWater> {
    const [[mark]] = await manager.query<[[HighWater], number]>(RAISE);
    return mark;
  }

  /** After the commit: a process that dies before leaves the file behind the database, never ahead. */
  remember(mark: HighWater): Promise<void> {
    return this.database.afterCommit(() => this.write(mark));
  }

  /** The higher number of the same installation stays. */
  async write(mark: HighWater): Promise<void> {
    await this.database.transaction(async (manager) => {
      await manager.query('select pg_advisory_xact_lock($1)', [FILE_LOCK]);
      await this.file.raise(mark);
    });
  }
}
