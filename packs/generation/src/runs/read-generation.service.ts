import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { notFound } from '@trellis/kernel';
import { pipelineProblems, PipelineGeneration } from '@trellis/pipeline';
import { openJobsOf } from './run-generation-rows.ts';
import type { GenerationView, Progress } from './generation-view.ts';
import type { GenerationState } from './run-generation.entity.ts';
import { waitingFor, type WaitingFor } from './waiting-for.ts';

interface Row {
  isOpen: boolean;
  state: GenerationState | null;
  most: number;
  isBasePaused: boolean;
  stepId: string | null;
  reason: string | null;
  detail: string | null;
}

const ROW = `
  select r.status not in ('completed', 'failed') as "isOpen", g.state, g.max_children as most,
    coalesce(g.wait_until > now(), false) as "isBasePaused", g.blocked_step as "stepId", g.blocked_reason as reason,
    g.blocked_detail as detail
  from pub_pipeline_runs r left join run_generations g on g.run_id = r.id where r.id = $1`;
const COUNTS = `
  select count(*) filter (where state in ('queued', 'waiting'))::int as queued,
    count(*) filter (where state = 'waiting' and next_attempt_at > now())::int as waiting,
    count(*) filter (where state = 'working')::int as working, count(*) filter (where state = 'done')::int as done,
    count(*) filter (where state = 'failed')::int as failed, count(*) filter (where state = 'cancelled')::int as cancelled
  from generation_jobs where run_id = $1`;
const PROGRESS = `
  select a.progress_value as value, a.progress_max as max from generation_attempts a
  join generation_jobs j on j.id = a.job_id
  where j.run_id = $1 and j.state = 'working' and a.state in ('accepted', 'running') and a.progress_max is not null
  order by a.progress_at desc limit 1`;

type Counts = GenerationView['jobs'] & { waiting: number };

/** How the generation of a run stands, and why it waits. */
@Injectable()
export class ReadGenerationService {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineGeneration,
  ) {}

  /** @throws DomainError run_not_found */
  async get(runId: string): Promise<GenerationView> {
    const [row] = await this.database.query<Row[]>(ROW, [runId]);
    if (!row) throw notFound(pipelineProblems.run_not_found);
    const [counts] = await this.database.query<[Counts]>(COUNTS, [runId]);
    const [progress = null] = await this.database.query<Progress[]>(PROGRESS, [runId]);
    const { waiting: _waiting, ...jobs } = counts;
    const { state, stepId, reason, detail } = row;
    return {
      runId,
      state: state ?? 'off',
      maxChildren: state && row.most,
      waitingFor: state === 'on' ? await this.waits(runId, row, counts) : null,
      blocked: reason === null ? null : { stepId, reason, detail },
      jobs,
      progress,
    };
  }

  private async waits(runId: string, row: Row, { working, queued, waiting }: Counts): Promise<WaitingFor | null> {
    const { isOpen, most, isBasePaused } = row;
    const { manager } = this.database;
    const open = await openJobsOf(manager, runId);
    const next = await this.pipeline.next(manager, { runId, most, open, isBasePaused });
    const isJob = next.kind !== 'none';
    return waitingFor({
      ...{ isOpen, working, waiting, queued: queued - waiting },
      isPaused: isBasePaused && !isJob,
      next: isJob ? 'job' : next.waitingFor,
    });
  }
}
