import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { KeyedQueue } from '@trellis/kernel';
import { Database } from '@trellis/database';
import { lockOpenRun, lockRun } from './lock-run.ts';
import type { PipelineRunEntity } from './pipeline-run.entity.ts';

type Work<T> = (manager: EntityManager, run: PipelineRunEntity) => Promise<T>;

/** Runs actions on a run one at a time, in a transaction, with the run locked. Waiting actions hold no connection. */
@Injectable()
export class RunTurns {
  private readonly queue = new KeyedQueue();

  constructor(private readonly database: Database) {}

  /** @throws DomainError run_not_found */
  onRun<T>(runId: string, work: Work<T>): Promise<T> {
    return this.queued(runId, async (manager) => work(manager, await lockRun(manager, runId)));
  }

  /** The same for actions on open runs. @throws DomainError run_not_found, run_closed */
  onOpenRun<T>(runId: string, work: Work<T>): Promise<T> {
    return this.queued(runId, async (manager) => work(manager, await lockOpenRun(manager, runId)));
  }

  private queued<T>(runId: string, work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.queue.run(runId, () => this.database.transaction(work));
  }
}
