import { Injectable } from '@nestjs/common';
import { DomainError, notFound } from '@trellis/kernel';
import { Database, recordAudit } from '@trellis/database';
import { PipelineStepEntity } from '../pipelines/pipeline-step.entity.ts';
import { RunTurns } from '../runs/run-turns.ts';
import { PipelineRunEntity } from '../runs/pipeline-run.entity.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

/** A step of a run, and the candidates that advance from it. */
export interface RunStep {
  stepId: string;
  name: string;
  position: number;
  approvedAt: Date | null;
  topK: number | null;
  active: number;
  rejected: number;
  /** Best first; empty until approved. */
  advancing: string[];
}

const STEPS = `
  select s.id as "stepId", s.name, s.position, g.approved_at as "approvedAt", g.top_k as "topK",
    count(c.id) filter (where c.status = 'active')::int as active, count(c.id) filter (where c.status = 'rejected')::int as rejected
  from pipeline_runs r join pipeline_steps s on s.pipeline_id = r.pipeline_id
  left join pipeline_run_steps g on g.run_id = r.id and g.step_id = s.id
  left join image_candidates c on c.run_id = r.id and c.step_id = s.id
  where r.id = $1 group by s.id, g.run_id, g.step_id order by s.position`;

/** Over the whole run, not per parent. Computed on request, so later votes and rejections count. */
const ADVANCING = `
  select ranked.step_id as "stepId", array_agg(ranked.id order by ranked.place) as ids
  from pipeline_run_steps g join lateral (
    select c.id, c.step_id, row_number() over (order by c.elo_score desc, c.vote_count desc, c.id) as place
    from image_candidates c where c.run_id = g.run_id and c.step_id = g.step_id and c.status = 'active') ranked
    on ranked.place <= coalesce(g.top_k, 2147483647)
  where g.run_id = $1 and g.approved_at is not null group by ranked.step_id`;

const APPROVE = `
  insert into pipeline_run_steps (run_id, step_id, approved_at, top_k) values ($1, $2, now(), $3)
  on conflict (run_id, step_id) do update set approved_at = excluded.approved_at, top_k = excluded.top_k
  where pipeline_run_steps.approved_at is null returning 1`;

/** Approvals inform and block nothing. They show which candidates should advance. */
@Injectable()
export class GatesService {
  constructor(
    private readonly database: Database,
    private readonly turns: RunTurns,
  ) {}

  /** By position, in three queries. @throws DomainError run_not_found */
  async list(runId: string): Promise<RunStep[]> {
    if (!(await this.database.manager.existsBy(PipelineRunEntity, { id: runId })))
      throw notFound(pipelineProblems.run_not_found);
    const steps = await this.database.query<Omit<RunStep, 'advancing'>[]>(STEPS, [runId]);
    const advancing = await this.database.query<{ stepId: string; ids: string[] }[]>(ADVANCING, [runId]);
    const byStep = new Map(advancing.map(({ stepId, ids }) => [stepId, ids]));
    return steps.map((step) => ({ ...step, advancing: byStep.get(step.stepId) ?? [] }));
  }

  /**
   * Final. Without `topK` every active candidate advances. @throws DomainError run_not_found, run_closed,
   * step_not_found, already_approved
   */
  async approve(runId: string, stepId: string, topK: number | null, actor: string): Promise<RunStep> {
    await this.turns.onOpenRun(runId, async (manager, { pipelineId }) => {
      if (!(await manager.existsBy(PipelineStepEntity, { id: stepId, pipelineId })))
        throw notFound(pipelineProblems.step_not_found);
      const made = await manager.query<unknown[]>(APPROVE, [runId, stepId, topK]);
      if (made.length === 0) throw alreadyApproved();
      const data = { stepId, topK };
      await recordAudit(manager, { actor, action: 'run.step_approved', subjectType: 'run', subjectId: runId, data });
    });
    return (await this.list(runId)).find((step) => step.stepId === stepId) as RunStep;
  }
}

const alreadyApproved = () =>
  new DomainError(pipelineProblems.already_approved, 'The step is approved already. An approval cannot be withdrawn.');
