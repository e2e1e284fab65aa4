import { attemptSteps, endedAttempts, jobSteps } from './0032-generation.states.ts';

const refuse = (constraint: string, message: string): string =>
  `raise exception '${message}' using errcode = 'check_violation', constraint = '${constraint}';`;

const jobs = [
  `create function guard_generation_job() returns trigger language plpgsql as $$
   begin
     if tg_op = 'INSERT' then
       if new.state <> 'queued' then ${refuse('ck_generation_jobs_begins', 'a job begins as queued')} end if;
       if not exists (select 1 from pipeline_runs r join pipeline_steps s on s.pipeline_id = r.pipeline_id
                      where r.id = new.run_id and s.id = new.step_id) then
         ${refuse('ck_generation_jobs_step', 'the step is not one of the pipeline of the run')}
       end if;
       if new.parent_id is not null and not exists (
         select 1 from image_candidates c join pipeline_steps p on p.id = c.step_id
           join pipeline_steps s on s.id = new.step_id
         where c.id = new.parent_id and p.position < s.position) then
         ${refuse('ck_generation_jobs_parent', 'the step of the parent comes before that of the job')}
       end if;
       return new;
     end if;
     if old.state <> new.state and (old.state, new.state) not in (${jobSteps}) then
       ${refuse('ck_generation_jobs_transition', 'a job cannot change so')}
     end if;
     if old.state in ('done', 'failed', 'cancelled') and new.reason is distinct from old.reason then
       ${refuse('ck_generation_jobs_final', 'a job that ended stays as it is')}
     end if;
     if old.failure_counted and not new.failure_counted then
       ${refuse('ck_generation_jobs_counted_once', 'a failure is counted once')}
     end if;
     if new.attempts < old.attempts then
       ${refuse('ck_generation_jobs_attempts_grow', 'attempts are not taken back')}
     end if;
     if (new.run_id, new.step_id, new.kept_values) is distinct from (old.run_id, old.step_id, old.kept_values) then
       ${refuse('ck_generation_jobs_fixed', 'a job stays what it is')}
     end if;
     return new;
   end $$`,
  `create trigger tr_generation_jobs_guard before insert or update on generation_jobs
     for each row execute function guard_generation_job()`,
];

const attempts = [
  `create function guard_generation_attempt() returns trigger language plpgsql as $$
   begin
     if tg_op = 'INSERT' then
       if new.state <> 'sending' then ${refuse('ck_generation_attempts_begins', 'an attempt begins as sending')} end if;
       if not exists (select 1 from generation_jobs
                      where id = new.job_id and state not in ('done', 'failed', 'cancelled')) then
         ${refuse('ck_generation_attempts_open_job', 'the job has ended')}
       end if;
       if (select count(*) from generation_attempts
           where job_id = new.job_id and state not in ('refused', 'unsent')) >= 5 then
         ${refuse('ck_generation_attempts_most', 'a job has at most five attempts')}
       end if;
       return new;
     end if;
     if old.state <> new.state and (old.state, new.state) not in (${attemptSteps}) then
       ${refuse('ck_generation_attempts_transition', 'an attempt cannot change so')}
     end if;
     if old.state in (${endedAttempts}) and old.state = new.state
       and (new.ended_at, new.error_type, new.message) is distinct from (old.ended_at, old.error_type, old.message) then
       ${refuse('ck_generation_attempts_final', 'an attempt that ended stays as it is')}
     end if;
     if new.job_id <> old.job_id or (new.server_id <> old.server_id) then
       ${refuse('ck_generation_attempts_fixed', 'an attempt stays with its job and its server')}
     end if;
     return new;
   end $$`,
  `create trigger tr_generation_attempts_guard before insert or update on generation_attempts
     for each row execute function guard_generation_attempt()`,
];

const whole = [
  // A job is done when, and only when, a picture of it became a candidate, by one attempt.
  `create function require_taken_picture() returns trigger language plpgsql as $$
   declare
     job generation_jobs;
     taken int;
   begin
     select * into job from generation_jobs
       where id = case tg_table_name when 'generation_jobs' then new.id else (to_jsonb(new)->>'job_id')::uuid end;
     if job.id is null then return null; end if;
     select count(distinct attempt_id) into taken from generation_outputs
       where job_id = job.id and candidate_id is not null;
     if taken <> (case job.state when 'done' then 1 else 0 end) then
       ${refuse('ck_generation_jobs_done', 'a job is done by the pictures of one attempt')}
     end if;
     return null;
   end $$`,
  `create constraint trigger tr_generation_jobs_done after insert or update of state on generation_jobs
     deferrable initially deferred for each row execute function require_taken_picture()`,
  `create constraint trigger tr_generation_outputs_done after insert or update on generation_outputs
     deferrable initially deferred for each row execute function require_taken_picture()`,
  // A job is being worked on when, and only when, an attempt of it is under way: nothing else would end it.
  `create function require_attempt_under_way() returns trigger language plpgsql as $$
   declare job generation_jobs;
   begin
     select * into job from generation_jobs
       where id = case tg_table_name when 'generation_jobs' then new.id else (to_jsonb(new)->>'job_id')::uuid end;
     if job.state = 'working' and not exists (
       select 1 from generation_attempts where job_id = job.id and ended_at is null) then
       ${refuse('ck_generation_jobs_working', 'a job that is worked on has an attempt under way')}
     end if;
     return null;
   end $$`,
  `create constraint trigger tr_generation_jobs_working after update of state on generation_jobs
     deferrable initially deferred for each row execute function require_attempt_under_way()`,
  `create constraint trigger tr_generation_attempts_working after update of state on generation_attempts
     deferrable initially deferred for each row execute function require_attempt_under_way()`,
  `create function require_collected_attempt() returns trigger language plpgsql as $$
   begin
     if not exists (select 1 from generation_jobs j join generation_attempts a on a.job_id = j.id
                    where a.id = new.attempt_id and a.state in ('succeeded', 'failed')) then
       ${refuse('ck_generation_outputs_attempt', 'outputs are of an attempt that was collected')}
     end if;
     return null;
   end $$`,
  `create constraint trigger tr_generation_outputs_attempt after insert on generation_outputs
     deferrable initially deferred for each row execute function require_collected_attempt()`,
];

const STEP_CHANGES = [
  ['insert', 'new'],
  ['update', 'new'],
  ['delete', 'old'],
] as const;

/** What makes a run that needed nothing worth a look again. The run is locked by all that change it. */
const wake = [
  `create function wake_generation() returns trigger language plpgsql as $$
   begin
     update run_generations set idle = false where idle and run_id = (case tg_table_name
       when 'pipeline_runs' then (to_jsonb(new)->>'id')::uuid else (to_jsonb(new)->>'run_id')::uuid end);
     return null;
   end $$`,
  `create function wake_generations_of_pipeline() returns trigger language plpgsql as $$
   begin
     -- Those of closed runs are looked at when these are opened again. Runs are not locked here, so without "idle".
     update run_generations g set idle = false from pipeline_runs r
       where r.id = g.run_id and r.status in ('pending', 'running')
         and r.pipeline_id in (select pipeline_id from changed);
     return null;
   end $$`,
  // A step that changes ends what waited for that: a block, and the refusals of servers.
  `create function unblock_generations() returns trigger language plpgsql as $$
   begin
     update run_generations set state = 'on', blocked_step = null, blocked_reason = null, blocked_detail = null,
       blocked_at = null, base_failures = 0, wait_until = null where blocked_step = new.id and state = 'blocked';
     delete from step_server_refusals where step_id = new.id;
     return null;
   end $$`,
  `create trigger tr_pipeline_steps_unblock after update on pipeline_steps for each row
     when ((old.workflow_template, old.needs_run_prompt, old.needs_parent_image_path, old.needs_run_variables, old.output_node)
       is distinct from (new.workflow_template, new.needs_run_prompt, new.needs_parent_image_path,
         new.needs_run_variables, new.output_node))
     execute function unblock_generations()`,
  `create trigger tr_image_candidates_added after insert on image_candidates
     for each row execute function wake_generation()`,
  `create trigger tr_image_candidates_changed after update on image_candidates for each row
     when ((old.status, old.elo_score, old.vote_count, old.failure_count)
       is distinct from (new.status, new.elo_score, new.vote_count, new.failure_count))
     execute function wake_generation()`,
  `create trigger tr_pipeline_run_steps_approved after insert or update on pipeline_run_steps
     for each row execute function wake_generation()`,
  `create trigger tr_pipeline_runs_reopened after update of status on pipeline_runs
     for each row when (old.status <> new.status) execute function wake_generation()`,
  `create trigger tr_generation_jobs_ended after update of state on generation_jobs
     for each row when (old.state <> new.state) execute function wake_generation()`,
  ...STEP_CHANGES.map(
    ([what, rows]) => `create trigger tr_pipeline_steps_wake_${what} after ${what} on pipeline_steps
      referencing ${rows} table as changed for each statement execute function wake_generations_of_pipeline()`,
  ),
];

const WAKERS: readonly [string, string][] = [
  ['tr_image_candidates_added', 'image_candidates'],
  ['tr_image_candidates_changed', 'image_candidates'],
  ['tr_pipeline_run_steps_approved', 'pipeline_run_steps'],
  ['tr_pipeline_runs_reopened', 'pipeline_runs'],
  ...STEP_CHANGES.map(([what]): [string, string] => [`tr_pipeline_steps_wake_${what}`, 'pipeline_steps']),
  ['tr_pipeline_steps_unblock', 'pipeline_steps'],
];
const FUNCTIONS = [
  ...['guard_generation_job', 'guard_generation_attempt', 'require_taken_picture', 'require_collected_attempt'],
  'require_attempt_under_way',
  ...['wake_generation', 'wake_generations_of_pipeline', 'unblock_generations'],
];

/** What holds between the rows. */
export const generationRules = {
  up: [...jobs, ...attempts, ...whole, ...wake],
  /** Before the tables go, and after. */
  down: WAKERS.map(([name, table]) => `drop trigger ${name} on ${table}`),
  after: FUNCTIONS.map((name) => `drop function ${name}()`),
};
