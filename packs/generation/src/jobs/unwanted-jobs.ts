import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@trellis/database';
import { PipelineGeneration } from '@trellis/pipeline';
import { block } from '../runs/run-generation-rows.ts';

/** Jobs without an attempt under way of which no picture is wanted any more. Those under way end by their driver. */
const UNWANTED = `
  select j.id, j.run_id as "runId", j.step_id as "stepId",
    case when j.cancel_requested_at is not null then 'by_person'
      when r.status in ('completed', 'failed') then 'run_closed' when p.status = 'rejected' then 'parent_rejected' end
      as unwanted,
    (select max(f.detail) from step_server_refusals f where (f.run_id, f.step_id) = (j.run_id, j.step_id)
      and not exists (select 1 from comfy_servers s where s.state <> 'disabled' and not exists (
        select 1 from step_server_refusals o where (o.run_id, o.step_id, o.server_id) = (j.run_id, j.step_id, s.id))))
      as refusal
  from generation_jobs j join pub_pipeline_runs r on r.id = j.run_id
  left join pub_pipeline_candidates p on p.id = j.parent_id
  where j.state in ('queued', 'waiting')`;

const END = `
  update generation_jobs set state = $2, reason = $3, ended_at = now(), next_attempt_at = null
  where id = $1 and state in ('queued', 'waiting')`;

interface Unwanted {
  id: string;
  runId: string;
  stepId: string;
  unwanted: string | null;
  /** Every server that is left has refused the step. */
  refusal: string | null;
}

/** Ends jobs that wait for nothing. */
@Injectable()
export class UnwantedJobs {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineGeneration,
  ) {}

  async end(): Promise<void> {
    const found = await this.database.query<Unwanted[]>(
      `select * from (${UNWANTED}) u where unwanted is not null or refusal is not null limit 100`,
    );
    for (const job of found) await this.database.transaction((manager) => this.endOne(manager, job));
  }

  /** With the run locked, so that the scheduler does not count the job meanwhile. Later, where another has the lock. */
  private async endOne(manager: EntityManager, { id, runId, stepId, unwanted, refusal }: Unwanted): Promise<void> {
    if (!(await this.pipeline.tryLock(manager, runId))) return;
    await manager.query(END, [id, unwanted ? 'cancelled' : 'failed', unwanted ?? 'refused']);
    if (!unwanted) await block(manager, { runId, stepId, reason: 'refused', detail: refusal });
  }
}
