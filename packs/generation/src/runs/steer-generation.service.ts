import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database, recordAudit } from '@trellis/database';
import { acting, DomainError } from '@trellis/kernel';
import { PipelineGeneration } from '@trellis/pipeline';
import { generationProblems } from '../generation.problems.ts';

const START = `
  insert into run_generations (run_id, max_children, updated_by) values ($1, $2, $3)
  on conflict (run_id) do update set max_children = excluded.max_children, updated_by = excluded.updated_by,
    state = 'on', idle = false, wait_until = null, base_failures = 0, blocked_step = null, blocked_reason = null,
    blocked_detail = null, blocked_at = null`;
const PAUSE = `
  update run_generations set state = 'paused', updated_by = $2, blocked_step = null, blocked_reason = null,
    blocked_detail = null, blocked_at = null where run_id = $1`;
const RESUME = `
  update run_generations set state = 'on', idle = false, updated_by = $2, wait_until = null, base_failures = 0,
    blocked_step = null, blocked_reason = null, blocked_detail = null, blocked_at = null where run_id = $1`;
const FORGET_REFUSALS = 'delete from step_server_refusals where run_id = $1';
const CANCEL = `
  update generation_jobs set cancel_requested_at = now()
  where run_id = $1 and state in ('queued', 'waiting', 'working') and cancel_requested_at is null`;

const by = (): string => acting()?.actor ?? 'cli';

/** Starts, pauses and resumes the generation of a run. Each with the run locked. */
@Injectable()
export class SteerGenerationService {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineGeneration,
  ) {}

  /** Also changes N, and ends a pause or a block. @throws DomainError run_not_found, run_closed */
  async start(runId: string, maxChildren: number): Promise<void> {
    await this.database.transaction(async (manager) => {
      await this.pipeline.lockOpen(manager, runId);
      await manager.query(START, [runId, maxChildren, by()]);
      await manager.query(FORGET_REFUSALS, [runId]);
      await audit(manager, 'run.generation_started', runId, { maxChildren });
    });
  }

  /** @param cancel whether what is under way is cancelled @throws DomainError run_not_found, generation_off */
  async pause(runId: string, cancel: boolean): Promise<void> {
    await this.change(runId, { sql: PAUSE, action: 'run.generation_paused', data: { cancel } }, async (manager) => {
      if (cancel) await manager.query(CANCEL, [runId]);
    });
  }

  /** What servers have refused is asked again. @throws DomainError run_not_found, run_closed, generation_off */
  async resume(runId: string): Promise<void> {
    await this.change(runId, { sql: RESUME, action: 'run.generation_resumed', data: {} }, async (manager) => {
      await this.pipeline.lockOpen(manager, runId);
      await manager.query(FORGET_REFUSALS, [runId]);
    });
  }

  private async change(
    runId: string,
    { sql, action, data }: { sql: string; action: string; data: Record<string, unknown> },
    also: (manager: EntityManager) => Promise<void>,
  ): Promise<void> {
    await this.database.transaction(async (manager) => {
      await this.pipeline.lock(manager, runId);
      await also(manager);
      const [, changed] = await manager.query<[unknown[], number]>(sql, [runId, by()]);
      if (changed === 0) throw generationOff();
      await audit(manager, action, runId, data);
    });
  }
}

const generationOff = () =>
  new DomainError(
    generationProblems.generation_off,
    'Nothing generates for this run. Start it: POST /runs/:id/generation.',
  );

const audit = (manager: EntityManager, action: string, subjectId: string, data: Record<string, unknown>) =>
  recordAudit(manager, { action, subjectType: 'run', subjectId, data });
