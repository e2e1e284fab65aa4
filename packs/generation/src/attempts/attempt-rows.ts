import { Injectable } from '@nestjs/common';
import type { OutputFile } from '@trellis/comfyui';
import { Database } from '@trellis/database';
import { inFlightSql, openSql, type AttemptState } from '../states/attempt-state.ts';

/** Why no picture of a job is wanted. */
export type Unwanted = 'run_closed' | 'by_person' | 'parent_rejected' | 'job_ended';

/** An attempt that its server's driver looks after, with its job and its run. */
export interface DrivenAttempt {
  id: string;
  state: AttemptState;
  jobId: string;
  runId: string;
  stepId: string;
  parentId: string | null;
  answeredAt: Date | null;
  acceptedAt: Date | null;
  runningAt: Date | null;
  collectingAt: Date | null;
  progressAt: Date | null;
  missedAt: Date | null;
  cancellingAt: Date | null;
  cancellingFor: 'asked' | 'time' | null;
  images: OutputFile[] | null;
  unwanted: Unwanted | null;
  outputNode: string | null;
  timeoutMinutes: number | null;
  /** The database's clock, by which all times are. */
  now: Date;
}

const DRIVEN = `
  select a.id, a.state, a.job_id as "jobId", j.run_id as "runId", j.step_id as "stepId", j.parent_id as "parentId",
    a.answered_at as "answeredAt", a.accepted_at as "acceptedAt", a.running_at as "runningAt", a.collecting_at as "collectingAt",
    a.progress_at as "progressAt", a.missed_at as "missedAt", a.cancelling_at as "cancellingAt",
    a.cancelling_for as "cancellingFor", a.images, s.output_node as "outputNode", s.timeout_minutes as "timeoutMinutes",
    now() as now,
    case when j.state not in ('queued', 'waiting', 'working') then 'job_ended'
      when j.cancel_requested_at is not null then 'by_person'
      when r.status in ('completed', 'failed') then 'run_closed'
      when p.status = 'rejected' then 'parent_rejected' end as unwanted
  from generation_attempts a join generation_jobs j on j.id = a.job_id
  join pub_pipeline_runs r on r.id = j.run_id join pub_pipeline_steps s on s.id = j.step_id
  left join pub_pipeline_candidates p on p.id = j.parent_id`;

const OPEN = `${DRIVEN} where a.server_id = $1
  and a.state in (${openSql}) order by a.created_at`;

/** Ended attempts of this server and of an open job, whose picture may be there after all. */
const LATE = `${DRIVEN} where a.server_id = $1 and a.state in ('lost', 'timed_out')
  and j.state in ('queued', 'waiting', 'working')`;

const TOUCHED: Readonly<Record<string, string>> = {
  accepted: 'accepted_at = coalesce(accepted_at, now()), answered_at = coalesce(answered_at, now())',
  unsure: 'answered_at = now()',
  running: 'accepted_at = coalesce(accepted_at, now()), running_at = now()',
  cancelling: 'cancelling_at = now()',
  collecting: 'running_at = coalesce(running_at, now()), collecting_at = now()',
};

interface Moved {
  number?: number;
  cancellingFor?: 'asked' | 'time';
  images?: readonly OutputFile[];
  /** What the server said beside taking it. */
  message?: string;
}

/** Changes of attempts. Each is made only in the state for which it was decided; another worker may have been there. */
@Injectable()
export class AttemptRows {
  constructor(private readonly database: Database) {}

  open(serverId: string): Promise<DrivenAttempt[]> {
    return this.database.query<DrivenAttempt[]>(OPEN, [serverId]);
  }

  lateOfJob(serverId: string, jobId: string): Promise<DrivenAttempt[]> {
    return this.database.query<DrivenAttempt[]>(`${LATE} and j.id = $2`, [serverId, jobId]);
  }

  async late(serverId: string, id: string): Promise<DrivenAttempt | undefined> {
    return (await this.database.query<DrivenAttempt[]>(`${LATE} and a.id = $2`, [serverId, id]))[0];
  }

  /** Whether the last attempt on this server asks for its memory or its cache to be freed before the next. */
  async needsFree(jobId: string, serverId: string): Promise<boolean> {
    const [last] = await this.database.query<{ errorType: string | null }[]>(
      `select error_type as "errorType" from generation_attempts
       where job_id = $1 and server_id = $2 and state not in ('sending', 'unsent') order by created_at desc limit 1`,
      [jobId, serverId],
    );
    return last?.errorType === 'out_of_memory' || last?.errorType === 'output_missing';
  }

  /** Which of these prompts are open here, or not known here at all. */
  async statesOf(ids: readonly string[]): Promise<Map<string, AttemptState>> {
    const rows = await this.database.query<{ id: string; state: AttemptState }[]>(
      'select id, state from generation_attempts where id = any($1)',
      [ids],
    );
    return new Map(rows.map(({ id, state }) => [id, state]));
  }

  /** To a state that is no end. False: it was no longer in the state. */
  async move(id: string, from: AttemptState, to: AttemptState, moved: Moved = {}): Promise<boolean> {
    const { number = null, cancellingFor = null, images, message = null } = moved;
    const [rows] = await this.database.query<[{ id: string }[], number]>(
      `update generation_attempts set state = $3, missed_at = null, number = coalesce($4, number),
         cancelling_for = coalesce($5, cancelling_for), images = coalesce($6::jsonb, images),
         message = coalesce($7, message)${TOUCHED[to] ? `, ${TOUCHED[to]}` : ''}
       where id = $1 and state = $2 returning id`,
      [id, from, to, number, cancellingFor, images ? JSON.stringify(images) : null, message],
    );
    return rows.length > 0;
  }

  /** Whether it was missing in its server's lists. */
  async noteMissed(id: string, isMissing: boolean): Promise<void> {
    await this.database.query(
      `update generation_attempts set missed_at = ${isMissing ? 'now()' : 'null'} where id = $1`,
      [id],
    );
  }

  async noteProgress(id: string, progress: { value: number; max: number } | null): Promise<void> {
    await this.database.query(
      `update generation_attempts set progress_at = now(), progress_value = coalesce($2, progress_value),
         progress_max = case when $2::float8 is null then progress_max else $3 end
       where id = $1 and state in (${inFlightSql})`,
      [id, progress?.value ?? null, progress?.max ?? null],
    );
  }
}
