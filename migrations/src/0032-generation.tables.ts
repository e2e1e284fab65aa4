import { attemptTables } from './0032-generation.attempts.ts';
import { jobStates, openJobs } from './0032-generation.states.ts';
import { nameCheck, timestamps, touchTrigger } from './sql.ts';

const servers = [
  // Prompts of another installation on a shared server are not ours.
  `create table generation_library (
    single boolean not null default true constraint pk_generation_library primary key,
    id uuid not null,
    constraint ck_generation_library_single check (single))`,
  `insert into generation_library (id) values (gen_random_uuid())`,
  `create table comfy_servers (
    id uuid not null constraint pk_comfy_servers primary key,
    name text not null,
    base_url text not null,
    token bytea,
    token_last4 text,
    token_set_at timestamptz(3),
    token_set_by text,
    parent_images text not null default 'upload',
    state text not null default 'down',
    reason text,
    version text,
    owner uuid,
    lease_until timestamptz(3),
    next_probe_at timestamptz(3) not null default now(),
    answered_at timestamptz(3),
    failures int not null default 0,
    edited_at timestamptz(3) not null default now(),
    ${timestamps}, updated_by text,
    ${nameCheck('comfy_servers')},
    constraint uq_comfy_servers_name unique (name),
    constraint uq_comfy_servers_base_url unique (base_url),
    constraint ck_comfy_servers_base_url check (base_url ~ '^https?://[^[:space:]]+$' and char_length(base_url) <= 2000),
    constraint ck_comfy_servers_token check (
      (token is null) = (token_set_at is null) and (token is null) = (token_last4 is null)),
    constraint ck_comfy_servers_parent_images check (parent_images in ('upload', 'path')),
    constraint ck_comfy_servers_state check (state in ('up', 'busy_elsewhere', 'down', 'stuck', 'disabled')),
    constraint ck_comfy_servers_lease check ((owner is null) = (lease_until is null)),
    constraint ck_comfy_servers_failures check (failures >= 0))`,
];

const runs = [
  // Idle: nothing is needed until something of the run changes.
  `create table run_generations (
    run_id uuid not null constraint pk_run_generations primary key
      constraint fk_run_generations_run references pipeline_runs (id) on delete cascade,
    state text not null default 'on',
    max_children int not null,
    last_served_at timestamptz,
    idle boolean not null default false,
    wait_until timestamptz(3),
    blocked_step uuid constraint fk_run_generations_step references pipeline_steps (id) on delete set null,
    blocked_reason text,
    blocked_detail text,
    blocked_at timestamptz(3),
    base_failures int not null default 0,
    ${timestamps}, updated_by text,
    constraint ck_run_generations_state check (state in ('on', 'paused', 'blocked')),
    constraint ck_run_generations_max_children check (max_children between 1 and 100),
    constraint ck_run_generations_blocked check (
      (state = 'blocked') = (blocked_reason is not null) and (blocked_reason is null) = (blocked_at is null)
      and (state = 'blocked' or num_nonnulls(blocked_step, blocked_detail) = 0)),
    constraint ck_run_generations_base_failures check (base_failures >= 0))`,
  `create index ix_run_generations_turn on run_generations (last_served_at nulls first, run_id)
     where state = 'on' and not idle`,
  `create index ix_run_generations_blocked on run_generations (blocked_step)`,
];

const jobs = [
  `create table generation_jobs (
    id uuid not null constraint pk_generation_jobs primary key,
    number bigint generated always as identity,
    run_id uuid not null constraint fk_generation_jobs_run references pipeline_runs (id) on delete cascade,
    step_id uuid not null constraint fk_generation_jobs_step references pipeline_steps (id) on delete cascade,
    parent_id uuid,
    state text not null default 'queued',
    reason text,
    attempts smallint not null default 0,
    next_attempt_at timestamptz(3),
    cancel_requested_at timestamptz(3),
    kept_values jsonb not null,
    workflow text,
    failure_counted boolean not null default false,
    retry_of uuid constraint fk_generation_jobs_retry_of references generation_jobs (id) on delete set null,
    created_by text not null,
    ended_at timestamptz(3),
    ${timestamps},
    constraint uq_generation_jobs_number unique (number),
    constraint uq_generation_jobs_place unique (id, run_id, step_id),
    constraint fk_generation_jobs_parent foreign key (parent_id, run_id)
      references image_candidates (id, run_id) on delete set null (parent_id),
    constraint ck_generation_jobs_state check (state in (${jobStates})),
    constraint ck_generation_jobs_reason check ((reason is not null) = (state in ('failed', 'cancelled'))),
    constraint ck_generation_jobs_attempts check (attempts between 0 and 5),
    constraint ck_generation_jobs_waiting check ((next_attempt_at is not null) = (state = 'waiting')),
    constraint ck_generation_jobs_ended check ((ended_at is not null) = (state in ('done', 'failed', 'cancelled'))),
    constraint ck_generation_jobs_values check (jsonb_typeof(kept_values) = 'object'),
    constraint ck_generation_jobs_counted check (not failure_counted or state = 'failed'))`,
  `create index ix_generation_jobs_open on generation_jobs (run_id, step_id, parent_id) where state in (${openJobs})`,
  `create index ix_generation_jobs_due on generation_jobs (coalesce(next_attempt_at, created_at), id)
     where state in ('queued', 'waiting')`,
  `create index ix_generation_jobs_created on generation_jobs (created_at desc, id desc)`,
  `create index ix_generation_jobs_run on generation_jobs (run_id, created_at desc, id desc)`,
  `create index ix_generation_jobs_state on generation_jobs (state, created_at desc, id desc)`,
  `create index ix_generation_jobs_ended on generation_jobs (ended_at) where ended_at is not null`,
  `create index ix_generation_jobs_step on generation_jobs (step_id)`,
  `create index ix_generation_jobs_parent on generation_jobs (parent_id, run_id)`,
  `create index ix_generation_jobs_retry_of on generation_jobs (retry_of)`,
];

/** Leases and states change all the time; this is the last change by a person. */
const EDITED = `
  create trigger tr_comfy_servers_edited before update of updated_by on comfy_servers
  for each row execute function touch_edited_at()`;

const TOUCHED = ['comfy_servers', 'run_generations', 'generation_jobs', 'generation_attempts'];
const TABLES = [
  ...['step_server_refusals', 'generation_outputs', 'generation_attempts', 'generation_jobs', 'run_generations'],
  ...['comfy_servers', 'generation_library'],
];

/** Servers, the generation of runs, jobs, their attempts, and what came of them. */
export const generationTables = {
  up: [...servers, ...runs, ...jobs, ...attemptTables, ...TOUCHED.map(touchTrigger), EDITED],
  down: TABLES.map((table) => `drop table ${table}`),
};
