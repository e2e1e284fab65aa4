import { Injectable } from '@nestjs/common';
import { recordAudit } from '@trellis/database';
import { RunTurns } from './run-turns.ts';
import { PipelineRunEntity, type RunStatus } from './pipeline-run.entity.ts';
import { illegalTransition } from './run.errors.ts';
import { canGo } from './run-transitions.ts';

/** Marks a run as failed, with a reason, and reopens it. */
@Injectable()
export class FailRunService {
  constructor(private readonly turns: RunTurns) {}

  /** @throws DomainError run_not_found, illegal_transition */
  fail(runId: string, reason: string, actor: string): Promise<void> {
    return this.go(runId, { status: 'failed', failureReason: reason }, 'run.failed', actor);
  }

  /** Sets the run back to pending. Candidates and votes stay. @throws DomainError run_not_found, illegal_transition */
  retry(runId: string, actor: string): Promise<void> {
    return this.go(runId, { status: 'pending', failureReason: null }, 'run.retried', actor);
  }

  private async go(
    runId: string,
    changes: { status: RunStatus; failureReason: string | null },
    action: string,
    actor: string,
  ): Promise<void> {
    await this.turns.onRun(runId, async (manager, run) => {
      if (!canGo(run.status, changes.status)) throw illegalTransition(run.status, changes.status);
      await manager.update(PipelineRunEntity, { id: runId }, changes);
      await recordAudit(manager, { actor, action, subjectType: 'run', subjectId: runId });
    });
  }
}
