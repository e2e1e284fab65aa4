import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { onRun } from './on-run.ts';
import { PipelineRunEntity, type RunStatus } from './pipeline-run.entity.ts';
import { illegalTransition } from './run.errors.ts';
import { canGo } from './run-transitions.ts';

/** Gives a run up with a reason, and takes it up again. */
@Injectable()
export class FailRunService {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @throws DomainError run_not_found, illegal_transition */
  fail(runId: string, reason: string): Promise<void> {
    return this.go(runId, 'failed', reason);
  }

  /** Back to pending; what was registered and voted stays. @throws DomainError run_not_found, illegal_transition */
  retry(runId: string): Promise<void> {
    return this.go(runId, 'pending', null);
  }

  private async go(runId: string, status: RunStatus, failureReason: string | null): Promise<void> {
    await onRun(this.dataSource, runId, async (manager, run) => {
      if (!canGo(run.status, status)) throw illegalTransition(run.status, status);
      await manager.update(PipelineRunEntity, { id: runId }, { status, failureReason });
    });
  }
}
