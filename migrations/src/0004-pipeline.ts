import type { MigrationInterface, QueryRunner } from 'typeorm';
import { legacyColumns, legacyUnique, nameCheck, timestamps, touchTrigger } from './sql.ts';

/** Pipelines, their steps, runs, and the candidates that runs produce. */
export class Pipeline1767225600004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...tables, ...indexes, ...rules]) await runner.query(statement);
    for (const table of ['pipelines', 'pipeline_steps', 'pipeline_runs', 'pipeline_run_steps', 'image_candidates']) {
      await runner.query(touchTrigger(table));
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['image_candidates', 'pipeline_run_steps', 'pipeline_runs', 'pipeline_steps', 'pipelines']) {
      await runner.query(`drop table ${table}`);
    }
    for (const rule of ['require_active_parent', 'require_own_step', 'guard_run', 'keep_step_pipeline']) {
      await runner.query(`drop function ${rule}()`);
    }
  }
}

const tables = [
  `create table pipelines (
    id uuid constraint pk_pipelines primary key,
    name text not null,
    description text,
    ${legacyColumns},
    ${timestamps},
    ${nameCheck('pipelines')},
    ${legacyUnique('pipelines')})`,
  `create table pipeline_steps (
    id uuid constraint pk_pipeline_steps primary key,
    pipeline_id uuid not null constraint fk_pipeline_steps_pipeline references pipelines (id) on delete cascade,
    name text not null,
    position int not null,
    workflow_template text not null,
    needs_run_prompt boolean not null default false,
    needs_parent_image_path boolean not null default false,
    needs_run_variables boolean not null default false,
    ${legacyColumns},
    ${timestamps},
    ${nameCheck('pipeline_steps')},
    constraint ck_pipeline_steps_position check (position >= 1),
    constraint uq_pipeline_steps_position unique (pipeline_id, position) deferrable initially deferred,
    ${legacyUnique('pipeline_steps')})`,
  `create table pipeline_runs (
    id uuid constraint pk_pipeline_runs primary key,
    pipeline_id uuid not null constraint fk_pipeline_runs_pipeline references pipelines (id) on delete restrict,
    persona_id uuid constraint fk_pipeline_runs_persona references personas (id) on delete restrict,
    name text not null,
    prompt text,
    target_folder text not null,
    variables jsonb not null default '{}'::jsonb,
    status text not null default 'pending',
    failure_reason text,
    completed_at timestamptz(3),
    ${legacyColumns},
    ${timestamps},
    ${nameCheck('pipeline_runs')},
    constraint ck_pipeline_runs_variables check (jsonb_typeof(variables) = 'object'),
    constraint ck_pipeline_runs_status check (status in ('pending', 'running', 'completed', 'failed')),
    constraint ck_pipeline_runs_completed_at check ((status = 'completed') = (completed_at is not null)),
    constraint ck_pipeline_runs_failure_reason check (failure_reason is null or status = 'failed'),
    ${legacyUnique('pipeline_runs')})`,
  `create table pipeline_run_steps (
    run_id uuid not null constraint fk_pipeline_run_steps_run references pipeline_runs (id) on delete cascade,
    step_id uuid not null constraint fk_pipeline_run_steps_step references pipeline_steps (id) on delete restrict,
    approved_at timestamptz(3),
    top_k int,
    ${legacyColumns},
    ${timestamps},
    constraint pk_pipeline_run_steps primary key (run_id, step_id),
    constraint ck_pipeline_run_steps_top_k check (top_k between 1 and 10000),
    ${legacyUnique('pipeline_run_steps')})`,
  `create table image_candidates (
    id uuid constraint pk_image_candidates primary key,
    run_id uuid not null constraint fk_image_candidates_run references pipeline_runs (id) on delete cascade,
    step_id uuid not null constraint fk_image_candidates_step references pipeline_steps (id) on delete restrict,
    parent_id uuid,
    image_path text not null,
    content_type text,
    byte_size bigint,
    sha256 text,
    width int,
    height int,
    status text not null default 'active',
    elo_score int not null default 1000,
    vote_count int not null default 0,
    failure_count int not null default 0,
    is_winner boolean not null default false,
    winner_at timestamptz(3),
    ${legacyColumns},
    ${timestamps},
    constraint uq_image_candidates_id_run unique (id, run_id),
    constraint fk_image_candidates_parent foreign key (parent_id, run_id)
      references image_candidates (id, run_id) on delete set null (parent_id),
    constraint ck_image_candidates_parent check (parent_id <> id),
    constraint ck_image_candidates_image_path check (char_length(image_path) between 1 and 4096),
    constraint ck_image_candidates_content_type check (content_type in ('image/png', 'image/jpeg', 'image/webp')),
    constraint ck_image_candidates_facts check (
      num_nulls(content_type, byte_size, sha256, width, height) in (0, 5) and byte_size > 0 and width > 0 and height > 0),
    constraint ck_image_candidates_sha256 check (sha256 ~ '^[0-9a-f]{64}$'),
    constraint ck_image_candidates_status check (status in ('active', 'rejected')),
    constraint ck_image_candidates_counts check (vote_count >= 0 and failure_count >= 0),
    constraint ck_image_candidates_winner check (is_winner = (winner_at is not null) and not (is_winner and status = 'rejected')),
    ${legacyUnique('image_candidates')})`,
];

const indexes = [
  `create index ix_pipelines_created on pipelines (created_at, id)`,
  `create index ix_pipeline_runs_created on pipeline_runs (created_at, id)`,
  `create index ix_pipeline_runs_status on pipeline_runs (status, created_at, id)`,
  `create index ix_pipeline_runs_persona on pipeline_runs (persona_id, created_at, id)`,
  `create index ix_pipeline_runs_completed on pipeline_runs (id) where status = 'completed'`,
  `create index ix_pipeline_runs_pipeline on pipeline_runs (pipeline_id)`,
  `create index ix_pipeline_run_steps_step on pipeline_run_steps (step_id)`,
  `create index ix_image_candidates_run on image_candidates (run_id, created_at, id)`,
  `create index ix_image_candidates_step on image_candidates (step_id, run_id)`,
  `create index ix_image_candidates_parent on image_candidates (parent_id)`,
  `create unique index uq_image_candidates_winner on image_candidates (run_id) where is_winner`,
];

const rules = [
  `create function keep_step_pipeline() returns trigger language plpgsql as $$
   begin
     raise exception 'a step stays in its pipeline'
       using errcode = 'check_violation', constraint = 'ck_pipeline_steps_pipeline_fixed';
   end $$`,
  `create trigger tr_pipeline_steps_fixed before update of pipeline_id on pipeline_steps
     for each row when (old.pipeline_id <> new.pipeline_id) execute function keep_step_pipeline()`,
  `create function guard_run() returns trigger language plpgsql as $$
   begin
     if old.pipeline_id <> new.pipeline_id then
       raise exception 'a run stays with its pipeline'
         using errcode = 'check_violation', constraint = 'ck_pipeline_runs_pipeline_fixed';
     end if;
     if old.status <> new.status and (old.status, new.status) not in (
       ('pending', 'running'), ('pending', 'completed'), ('pending', 'failed'),
       ('running', 'completed'), ('running', 'failed'), ('failed', 'pending')) then
       raise exception 'a run cannot go from % to %', old.status, new.status
         using errcode = 'check_violation', constraint = 'ck_pipeline_runs_transition';
     end if;
     if old.status = 'completed' and old.completed_at <> new.completed_at then
       raise exception 'a run is completed once'
         using errcode = 'check_violation', constraint = 'ck_pipeline_runs_completed_once';
     end if;
     return new;
   end $$`,
  `create trigger tr_pipeline_runs_guard before update on pipeline_runs
     for each row execute function guard_run()`,
  `create function require_own_step() returns trigger language plpgsql as $$
   begin
     if not exists (select 1 from pipeline_runs r join pipeline_steps s on s.pipeline_id = r.pipeline_id
                    where r.id = new.run_id and s.id = new.step_id)
       and exists (select 1 from pipeline_runs where id = new.run_id) then
       raise exception 'the step is not one of the run''s pipeline'
         using errcode = 'foreign_key_violation', constraint = 'fk_' || tg_table_name || '_step';
     end if;
     return new;
   end $$`,
  `create trigger tr_image_candidates_step before insert or update of run_id, step_id on image_candidates
     for each row execute function require_own_step()`,
  `create trigger tr_pipeline_run_steps_step before insert or update of run_id, step_id on pipeline_run_steps
     for each row execute function require_own_step()`,
  `create function require_active_parent() returns trigger language plpgsql as $$
   begin
     -- The lock makes a rejection of the parent at the same moment wait, or us wait for it.
     perform 1 from image_candidates where id = new.parent_id and status = 'active' for share;
     if not found and exists (select 1 from image_candidates where id = new.parent_id) then
       raise exception 'the parent is rejected'
         using errcode = 'check_violation', constraint = 'ck_image_candidates_active_parent';
     end if;
     return new;
   end $$`,
  `create trigger tr_image_candidates_active_parent before insert on image_candidates
     for each row when (new.parent_id is not null and new.status = 'active') execute function require_active_parent()`,
];
