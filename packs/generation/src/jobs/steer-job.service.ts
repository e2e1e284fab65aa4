import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database, recordAudit } from '@trellis/database';
import { acting, DomainError, newId, notFound } from '@trellis/kernel';
import { PipelineGeneration } from '@trellis/pipeline';
import { generationProblems } from '../generation.problems.ts';
import { isOpenJob, type JobState } from '../states/job-state.ts';

const ASK = `update generation_jobs set cancel_requested_at = coalesce(cancel_requested_at, now()) where id = $1`;
const CANCEL = `
  update generation_jobs set state = 'cancelled', reason = 'by_person', next_attempt_at = null, ended_at = now(),
    cancel_requested_at = coalesce(cancel_requested_at, now()) where id = $1`;
const AGAIN = `
  insert into generation_jobs (id, run_id, step_id, parent_id, kept_values, retry_of, created_by)
  select $2, run_id, step_id, parent_id, kept_values || jsonb_build_object(
    'now', floor(extract(epoch from now()) * 1000), 'random', floor(random() * 1000000000)), id, $3
  from generation_jobs where id = $1`;
/** As many as were asked for are there, or under way. */
const ROOM = `
  select coalesce(max_children, 0) > (
    select count(*) from generation_jobs o where o.run_id = j.run_id and o.step_id = j.step_id
      and o.parent_id is not distinct from j.parent_id and o.state in ('queued', 'waiting', 'working')) + (
    select count(*) from pub_pipeline_candidates c where c.run_id = j.run_id and c.step_id = j.step_id
      and c.status = 'active' and (j.parent_id is null or c.parent_id = j.parent_id)) as room
  from generation_jobs j join run_generations g on g.run_id = j.run_id where j.id = $1`;

interface Row {
  runId: string;
  state: JobState;
}

/** Cancels a job, and makes one again. */
@Injectable()
export class SteerJobService {
  constructor(
    private readonly database: Database,
    private readonly pipeline: PipelineGeneration,
  ) {}

  /** What is under way is ended by the worker of its server. Again is the same. @throws DomainError job_not_found, job_ended */
  async cancel(id: string): Promise<void> {
    await this.onJob(id, async (manager, { state }) => {
      if (!isOpenJob(state)) throw jobEnded(state);
      await manager.query(state === 'working' ? ASK : CANCEL, [id]);
      await audit(manager, 'job.cancelled', id, {});
    });
  }

  /**
   * A new job with the same texts and variables. Its number, its time and its random number are new, so every seed is.
   * @throws DomainError job_not_found, job_open, run_closed, no_room
   */
  async retry(id: string): Promise<string> {
    return this.onJob(id, async (manager, { runId, state }) => {
      if (isOpenJob(state)) throw jobOpen();
      await this.pipeline.lockOpen(manager, runId);
      const [room] = await manager.query<{ room: boolean }[]>(ROOM, [id]);
      if (!room?.room) throw noRoom();
      const again = newId();
      await manager.query(AGAIN, [id, again, acting()?.actor ?? 'cli']);
      await audit(manager, 'job.retried', again, { retryOf: id });
      return again;
    });
  }

  /** The run is locked first, so that the scheduler does not count meanwhile. */
  private onJob<T>(id: string, work: (manager: EntityManager, job: Row) => Promise<T>): Promise<T> {
    return this.database.transaction(async (manager) => {
      const find = `select run_id as "runId", state from generation_jobs where id = $1`;
      const [found] = await manager.query<Row[]>(find, [id]);
      if (!found) throw notFound(generationProblems.job_not_found);
      await this.pipeline.lock(manager, found.runId);
      const [job] = await manager.query<Row[]>(`${find} for no key update`, [id]);
      if (!job) throw notFound(generationProblems.job_not_found);
      return work(manager, job);
    });
  }
}

const jobEnded = (state: JobState) =>
  new DomainError(generationProblems.job_ended, `The job is ${state}. There is nothing to cancel.`);
const jobOpen = () =>
  new DomainError(generationProblems.job_open, 'The job has not ended. Cancel it first, or wait for it.');
const noRoom = () =>
  new DomainError(
    generationProblems.no_room,
    'As many pictures as were asked for are there or under way. Reject one, or raise maxChildren of the run.',
  );

const audit = (manager: EntityManager, action: string, subjectId: string, data: Record<string, unknown>) =>
  recordAudit(manager, { action, subjectType: 'job', subjectId, data });
