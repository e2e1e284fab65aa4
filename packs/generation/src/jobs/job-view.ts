import type { AttemptState } from '../states/attempt-state.ts';
import type { Progress } from '../runs/generation-view.ts';
import type { JobReason, JobState } from '../states/job-state.ts';

export interface JobView {
  id: string;
  /** `{{job_id}}` */
  number: number;
  runId: string;
  runName: string;
  stepId: string;
  stepName: string;
  parentId: string | null;
  state: JobState;
  reason: JobReason | null;
  /** The last failure, in the words of the server. */
  detail: string | null;
  attemptCount: number;
  nextAttemptAt: Date | null;
  cancelRequestedAt: Date | null;
  /** Of the attempt that is under way. */
  server: string | null;
  progress: Progress | null;
  candidateIds: string[];
  retryOf: string | null;
  createdBy: string;
  createdAt: Date;
  endedAt: Date | null;
}

export interface AttemptView {
  id: string;
  server: { id: string | null; name: string };
  state: AttemptState;
  sentAt: Date;
  acceptedAt: Date | null;
  runningAt: Date | null;
  endedAt: Date | null;
  error: { type: string | null; node: string | null; message: string | null } | null;
}

export interface OutputView {
  attemptId: string;
  node: string;
  filename: string;
  candidateId: string | null;
  refusal: string | null;
}

export interface JobDetails extends JobView {
  attempts: AttemptView[];
  outputs: OutputView[];
}

/** Columns of a list of jobs `j`; the last attempt of each is `a`. */
export const JOB_COLUMNS = `
  select j.id, j.number::int as number, j.run_id as "runId", r.name as "runName", j.step_id as "stepId",
    s.name as "stepName", j.parent_id as "parentId", j.state, j.reason, j.attempts as "attemptCount",
    j.next_attempt_at as "nextAttemptAt", j.cancel_requested_at as "cancelRequestedAt", j.retry_of as "retryOf",
    j.created_by as "createdBy", j.created_at as "createdAt", j.ended_at as "endedAt",
    case when j.state <> 'done' then a.message end as detail,
    case when j.state = 'working' then a.server_name end as server,
    case when j.state = 'working' and a.progress_max is not null
      then jsonb_build_object('value', a.progress_value, 'max', a.progress_max) end as progress,
    (select coalesce(array_agg(o.candidate_id order by o.ordinal), '{}') from generation_outputs o
      where o.job_id = j.id and o.candidate_id is not null) as "candidateIds"
  from generation_jobs j join pub_pipeline_runs r on r.id = j.run_id join pub_pipeline_steps s on s.id = j.step_id
  left join lateral (select * from generation_attempts a where a.job_id = j.id order by a.created_at desc limit 1) a
    on true`;
