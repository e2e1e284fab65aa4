import { attemptStates, endedAttempts, inFlight, openAttempts } from './0032-generation.states.ts';
import { timestamps } from './sql.ts';

const attempts = [
  // The id is the prompt_id. Times are those of this database.
  `create table generation_attempts (
    id uuid not null constraint pk_generation_attempts primary key,
    job_id uuid not null constraint fk_generation_attempts_job references generation_jobs (id) on delete cascade,
    server_id uuid constraint fk_generation_attempts_server references comfy_servers (id) on delete set null,
    server_name text not null,
    state text not null default 'sending',
    sent_at timestamptz(3) not null default now(),
    answered_at timestamptz(3),
    accepted_at timestamptz(3),
    running_at timestamptz(3),
    collecting_at timestamptz(3),
    progress_at timestamptz(3),
    missed_at timestamptz(3),
    cancelling_at timestamptz(3),
    cancelling_for text,
    ended_at timestamptz(3),
    number bigint,
    error_type text,
    node text,
    message text,
    progress_value double precision,
    progress_max double precision,
    images jsonb,
    ${timestamps},
    constraint uq_generation_attempts_job unique (id, job_id),
    constraint ck_generation_attempts_state check (state in (${attemptStates})),
    constraint ck_generation_attempts_server check (server_id is not null or state in (${endedAttempts})),
    constraint ck_generation_attempts_ended check ((ended_at is not null) = (state in (${endedAttempts}))),
    constraint ck_generation_attempts_cancelling check (
      cancelling_for in ('asked', 'time') and (cancelling_at is null) = (cancelling_for is null)
      and (state <> 'cancelling' or cancelling_at is not null)),
    constraint ck_generation_attempts_message check (char_length(message) <= 500),
    constraint ck_generation_attempts_error check (state not in ('failed', 'refused') or error_type is not null),
    constraint ck_generation_attempts_images check (jsonb_typeof(images) = 'array' and (state <> 'collecting' or images is not null)),
    constraint ck_generation_attempts_progress check (
      (progress_value is null) = (progress_max is null) and progress_value between 0 and progress_max))`,
  `create unique index uq_generation_attempts_open on generation_attempts (job_id) where state in (${openAttempts})`,
  `create unique index uq_generation_attempts_in_flight on generation_attempts (server_id) where state in (${inFlight})`,
  `create index ix_generation_attempts_collecting on generation_attempts (server_id) where state = 'collecting'`,
  `create index ix_generation_attempts_job on generation_attempts (job_id, created_at)`,
  `create index ix_generation_attempts_given_up on generation_attempts (ended_at) where state in ('lost', 'timed_out')`,
  `create index ix_generation_attempts_server on generation_attempts (server_id)`,
];

const outputs = [
  `create table generation_outputs (
    id uuid not null constraint pk_generation_outputs primary key,
    attempt_id uuid not null,
    job_id uuid not null,
    run_id uuid not null,
    step_id uuid not null,
    ordinal int not null,
    node text not null,
    filename text not null,
    subfolder text not null,
    type text not null,
    sha256 text,
    candidate_id uuid,
    refusal text,
    created_at timestamptz(3) not null default now(),
    constraint fk_generation_outputs_attempt foreign key (attempt_id, job_id)
      references generation_attempts (id, job_id) on delete cascade,
    constraint fk_generation_outputs_job foreign key (job_id, run_id, step_id)
      references generation_jobs (id, run_id, step_id) on delete cascade,
    constraint fk_generation_outputs_candidate foreign key (candidate_id, run_id, step_id)
      references image_candidates (id, run_id, step_id) on delete cascade,
    constraint uq_generation_outputs_candidate unique (candidate_id),
    constraint uq_generation_outputs_ordinal unique (attempt_id, ordinal),
    constraint uq_generation_outputs_file unique (attempt_id, filename, subfolder),
    constraint ck_generation_outputs_ordinal check (ordinal >= 0),
    constraint ck_generation_outputs_type check (type = 'output'),
    constraint ck_generation_outputs_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
    constraint ck_generation_outputs_taken check (
      (candidate_id is null) = (refusal is not null) and (candidate_id is null or sha256 is not null)))`,
  `create index ix_generation_outputs_taken on generation_outputs (sha256) where candidate_id is not null`,
  `create index ix_generation_outputs_job on generation_outputs (job_id, run_id, step_id)`,
  // What a server will not take of a step, until the step changes.
  `create table step_server_refusals (
    run_id uuid not null constraint fk_step_server_refusals_run references pipeline_runs (id) on delete cascade,
    step_id uuid not null constraint fk_step_server_refusals_step references pipeline_steps (id) on delete cascade,
    server_id uuid not null constraint fk_step_server_refusals_server references comfy_servers (id) on delete cascade,
    detail text not null,
    created_at timestamptz(3) not null default now(),
    constraint pk_step_server_refusals primary key (run_id, step_id, server_id))`,
  `create index ix_step_server_refusals_step on step_server_refusals (step_id)`,
  `create index ix_step_server_refusals_server on step_server_refusals (server_id)`,
];

/** Attempts of jobs, what came of them, and what servers do not take. */
export const attemptTables = [...attempts, ...outputs];
