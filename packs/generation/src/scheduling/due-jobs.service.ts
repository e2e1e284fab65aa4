import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { PipelineGeneration } from '@trellis/pipeline';
import { occupied } from '../servers/server-rows.ts';
import { startAttempt, type AskingServer, type ClaimedJob, type JobToStart } from './claimed-job.ts';

/** $1 server, $2 jobs that were tried. Another server than the last one, if one is up that takes the step. */
const DUE = `
  select j.id, j.run_id as "runId" from generation_jobs j
  join run_generations g on g.run_id = j.run_id and g.state = 'on'
  where j.state in ('queued', 'waiting') and coalesce(j.next_attempt_at, j.created_at) <= now()
    and j.cancel_requested_at is null and j.id <> all($2)
    and not exists (select 1 from step_server_refusals f
      where (f.run_id, f.step_id, f.server_id) = (j.run_id, j.step_id, $1))
    and not exists (
      select 1 from (select a.server_id from generation_attempts a where a.job_id = j.id
        order by a.created_at desc limit 1) last
      where last.server_id = $1 and exists (
        select 1 from comfy_servers o where o.id <> $1 and o.state = 'up' and not exists (${occupied('o')}) and not exists (
          select 1 from step_server_refusals f
          where (f.run_id, f.step_id, f.server_id) = (j.run_id, j.step_id, o.id))))
  order by coalesce(j.next_attempt_at, j.created_at), j.id limit 1`;

const TAKE = `
  select j.id, j.run_id as "runId", j.step_id as "stepId", j.parent_id as "parentId", j.number, j.attempts,
    j.kept_values as kept
  from generation_jobs j join run_generations g on g.run_id = j.run_id and g.state = 'on'
  where j.id = $1 and j.state in ('queued', 'waiting') and j.cancel_requested_at is null for no key update of j`;

const MOST_TRIES = 20;

/** Jobs that wait for another attempt. */
@Injectable()
export class DueJobsService {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineGeneration,
  ) {}

  /** The job that has waited longest, for this server. */
  async claim(server: AskingServer): Promise<ClaimedJob | undefined> {
    const tried: string[] = [];
    while (tried.length < MOST_TRIES) {
      const [due] = await this.database.query<{ id: string; runId: string }[]>(DUE, [server.id, tried]);
      if (!due) return undefined;
      const claimed = await this.take(server, due);
      if (claimed) return claimed;
      tried.push(due.id);
    }
    return undefined;
  }

  /** Undefined when its run is closed, or another works on it. */
  private take(server: AskingServer, { id, runId }: { id: string; runId: string }): Promise<ClaimedJob | undefined> {
    return this.database.transaction(async (manager) => {
      const run = await this.pipeline.tryLock(manager, runId);
      if (!run?.isOpen) return undefined;
      const [job] = await manager.query<JobToStart[]>(TAKE, [id]);
      return job && startAttempt(manager, server, { ...job, number: Number(job.number) });
    });
  }
}
