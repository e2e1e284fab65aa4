import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@trellis/database';
import { HighWaterFile, type HighWater } from './high-water.ts';

const RAISE = `
  update publishing_state set send_number = send_number + 1 returning instance_id as "instanceId", send_number::int as number`;

/** Counts what is sent: first in the transaction that says so, then in the file, then it is sent. */
@Injectable()
export class SendNumber {
  constructor(
    private readonly database: Database,
    private readonly file: HighWaterFile,
  ) {}

  async raise(manager: EntityManager): Promise<HighWater> {
    const [[mark]] = await manager.query<[[HighWater], number]>(RAISE);
    return mark;
  }

  /** After the commit: a process that dies before leaves the file behind the database, never ahead. */
  remember(mark: HighWater): Promise<void> {
    return this.database.afterCommit(() => this.file.raise(mark));
  }
}
