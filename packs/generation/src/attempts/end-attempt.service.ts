import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@trellis/database';
import { DomainError } from '@trellis/kernel';
import { PipelineGeneration } from '@trellis/pipeline';
import {
  afterAttempt,
  isCountedFailure,
  isOpenJob,
  type AttemptEnd,
  type JobChange,
  type JobFacts,
  type JobReason,
} from '../states/job-state.ts';
import { changeJob, type JobRow } from '../jobs/change-job.ts';
import { block, countBaseFailure } from '../runs/run-generation-rows.ts';
import { isCounted, type AttemptState } from '../states/attempt-state.ts';

export interface EndedAttempt extends AttemptEnd {
  node?: string | null;
  /** One line, at most 500 characters, without values and paths of the server. */
  message?: string | null;
}

interface Ending {
  id: string;
  jobId: string;
  runId: string;
  state: AttemptState;
}

const END = `
  update generation_attempts set state = $3, ended_at = now(), error_type = $4, node = $5,
    message = coalesce($6, message), answered_at = coalesce(answered_at, now())
  where id = $1 and state = $2 returning id`;

const JOB = `
  select j.id, j.run_id as "runId", j.step_id as "stepId", j.parent_id as "parentId", j.state, j.attempts,
    case when j.cancel_requested_at is not null then 'by_person' when p.status = 'rejected' then 'parent_rejected' end
      as unwanted,
    exists (select 1 from comfy_servers s where s.state <> 'disabled' and not exists (
      select 1 from step_server_refusals f where (f.run_id, f.step_id, f.server_id) = (j.run_id, j.step_id, s.id)))
      as "hasServer",
    exists (select 1 from generation_attempts a
      where a.job_id = j.id and a.id <> $2 and a.state = 'failed' and a.error_type = $3) as "isRepeated"
  from generation_jobs j left join pub_pipeline_candidates p on p.id = j.parent_id
  where j.id = $1 for no key update of j`;

type Row = JobRow & Pick<JobFacts, 'unwanted' | 'hasServer' | 'isRepeated'>;

/** Ends an attempt without a picture, and decides about its job: in one transaction, with the run locked. */
@Injectable()
export class EndAttemptService {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineGeneration,
  ) {}

  /** What became of the job; undefined when it, or its run, is not waiting for this attempt any more. */
  async execute(
    attempt: Ending,
    end: EndedAttempt,
    alsoWrite?: (manager: EntityManager) => Promise<void>,
  ): Promise<JobChange | undefined> {
    return this.database.transaction(async (manager) => {
      const run = await this.lockRun(manager, attempt.runId);
      if (!run) return undefined;
      const { as, errorType = null, node = null, message = null } = end;
      const [ended] = await manager.query<[unknown[], number]>(END, [
        attempt.id,
        attempt.state,
        as,
        errorType ?? (as === 'failed' || as === 'refused' ? 'unknown' : null),
        node,
        message?.slice(0, 500) ?? null,
      ]);
      if (ended.length === 0) return undefined;
      await alsoWrite?.(manager);
      const [job] = await manager.query<Row[]>(JOB, [attempt.jobId, attempt.id, errorType]);
      if (!job || !isOpenJob(job.state)) return undefined;
      const change = afterAttempt(factsOf(job, run.isOpen, end), end, Math.random());
      await changeJob(manager, job, change, isCounted(as) ? 1 : 0);
      if (change.to === 'failed') await this.countFailure(manager, job, { ...end, reason: change.reason });
      return change;
    });
  }

  /** Undefined: it is gone, and its jobs with it. */
  private async lockRun(manager: EntityManager, runId: string): Promise<{ isOpen: boolean } | undefined> {
    try {
      return await this.pipeline.lock(manager, runId);
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'not-found') return undefined;
      throw error;
    }
  }

  private async countFailure(
    manager: EntityManager,
    { id, runId, stepId, parentId }: Row,
    { reason, message }: EndedAttempt & { reason: JobReason },
  ): Promise<void> {
    if (BLOCKING.includes(reason)) return block(manager, { runId, stepId, reason, detail: message ?? null });
    if (!isCountedFailure(reason)) return;
    await manager.query('update generation_jobs set failure_counted = true where id = $1', [id]);
    if (parentId) return this.pipeline.countFailure(manager, parentId);
    await countBaseFailure(manager, { runId, stepId, reason, detail: message ?? null });
  }
}

/** Another seed would not help. */
const BLOCKING: readonly JobReason[] = ['refused', 'parent_image_missing'];

const factsOf = (job: Row, isRunOpen: boolean, { as }: EndedAttempt): JobFacts => ({
  attempts: job.attempts + (isCounted(as) ? 1 : 0),
  unwanted: job.unwanted ?? (isRunOpen ? null : 'run_closed'),
  hasServer: job.hasServer,
  isRepeated: job.isRepeated,
});
