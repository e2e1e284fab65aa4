import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { recordAudit } from '@trellis/database';
import { unknownReference } from '@trellis/kernel';
import { ImageCandidateEntity } from './image-candidate.entity.ts';
import { candidateRejected } from './candidate.errors.ts';
import { RunTurns } from '../runs/run-turns.ts';
import type { PipelineRunEntity } from '../runs/pipeline-run.entity.ts';
import { runClosed } from '../runs/run.errors.ts';
import { RunEvents } from '../runs/run-events.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

/** Sets the winner. Parallel requests wait for each other at the run's row, so the run ends with one winner. */
@Injectable()
export class ChooseWinnerService {
  constructor(
    private readonly turns: RunTurns,
    private readonly events: RunEvents,
  ) {}

  /** @throws DomainError run_not_found, run_closed (failed), candidate_not_found, candidate_rejected */
  async choose(runId: string, candidateId: string, actor: string): Promise<void> {
    await this.turns.onRun(runId, async (manager, run) => {
      refuseFailed(run);
      const candidate = await manager.findOneBy(ImageCandidateEntity, { id: candidateId, runId });
      if (!candidate) throw unknownReference(pipelineProblems.candidate_not_found, 'candidateId', 'of this run');
      if (candidate.status === 'rejected') throw candidateRejected();
      const winners = await manager.countBy(ImageCandidateEntity, { runId, isWinner: true });
      if (candidate.isWinner && winners === 1) return;
      const from = await takeMark(manager, runId);
      await manager.update(ImageCandidateEntity, { id: candidateId }, { isWinner: true, winnerAt: () => 'now()' });
      await this.record(manager, runId, actor, { from, to: candidateId });
    });
  }

  /** Does nothing when there is no winner. @throws DomainError run_not_found, run_closed (failed) */
  async unset(runId: string, actor: string): Promise<void> {
    await this.turns.onRun(runId, async (manager, run) => {
      refuseFailed(run);
      const from = await takeMark(manager, runId);
      if (from) await this.record(manager, runId, actor, { from, to: null });
    });
  }

  private async record(
    manager: EntityManager,
    runId: string,
    actor: string,
    data: { from: string | null; to: string | null },
  ) {
    await recordAudit(manager, { actor, action: 'run.winner_changed', subjectType: 'run', subjectId: runId, data });
    await this.events.recordCompleted(manager, [runId]);
  }
}

function refuseFailed({ status }: PipelineRunEntity): void {
  if (status === 'failed') throw runClosed(status);
}

async function takeMark(manager: EntityManager, runId: string): Promise<string | null> {
  const former = await manager.findOne(ImageCandidateEntity, {
    where: { runId, isWinner: true },
    select: { id: true },
  });
  if (former)
    await manager.update(ImageCandidateEntity, { runId, isWinner: true }, { isWinner: false, winnerAt: null });
  return former?.id ?? null;
}
