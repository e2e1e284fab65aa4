import { Injectable } from '@nestjs/common';
import { recordAudit } from '@trellis/database';
import { RunTurns } from './run-turns.ts';
import { PipelineRunEntity } from './pipeline-run.entity.ts';
import { illegalTransition } from './run.errors.ts';
import { RunEvents } from './run-events.ts';
import { canGo } from './run-transitions.ts';

/**
 * Completes a run and records the event, both or neither. Idempotent: parallel requests wait at the run's row, and all
 * but the first find the run completed.
 */
@Injectable()
export class CompleteRunService {
  constructor(
    private readonly turns: RunTurns,
    private readonly events: RunEvents,
  ) {}

  /** @throws DomainError run_not_found, illegal_transition (a failed run) */
  async execute(runId: string, actor: string): Promise<void> {
    await this.turns.onRun(runId, async (manager, run) => {
      if (run.status === 'completed') return;
      if (!canGo(run.status, 'completed')) throw illegalTransition(run.status, 'completed');
      await manager.update(PipelineRunEntity, { id: runId }, { status: 'completed', completedAt: () => 'now()' });
      await recordAudit(manager, { actor, action: 'run.completed', subjectType: 'run', subjectId: runId });
      await this.events.recordCompleted(manager, [runId]);
    });
  }
}
