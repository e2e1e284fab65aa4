import { refuse } from './0031-strategy.refuse.ts';
import { failureList } from './0031-strategy.ai.ts';
import { timestamps } from './sql.ts';

const tables = [
  `create table suggestion_batches (
    id uuid not null constraint pk_suggestion_batches primary key,
    persona_id uuid not null,
    pillar_id uuid not null,
    cluster_id uuid,
    wanted smallint not null,
    state text not null default 'queued',
    source text not null,
    error_kind text,
    error_detail text,
    failures jsonb not null default '{}',
    attempts int not null default 0,
    claim int not null default 0,
    next_attempt_at timestamptz(3),
    lease_until timestamptz(3),
    created_by text not null,
    ${timestamps},
    constraint fk_suggestion_batches_pillar foreign key (pillar_id, persona_id)
      references content_pillars (id, persona_id) on delete cascade,
    constraint fk_suggestion_batches_cluster foreign key (cluster_id, persona_id)
      references clusters (id, persona_id) on delete set null (cluster_id),
    constraint uq_suggestion_batches_whole unique (id, pillar_id, persona_id),
    constraint ck_suggestion_batches_wanted check (wanted between 1 and 10),
    constraint ck_suggestion_batches_state check (state in ('queued', 'running', 'done', 'failed')),
    constraint ck_suggestion_batches_source check (source in ('ai', 'template')),
    constraint ck_suggestion_batches_error check (
      error_kind in (${failureList}) and (error_kind is null) = (error_detail is null)
      and (state <> 'failed' or error_kind is not null) and (state <> 'done' or error_kind is null)),
    constraint ck_suggestion_batches_lease check ((lease_until is not null) = (state = 'running')),
    constraint ck_suggestion_batches_failures check (jsonb_typeof(failures) = 'object'),
    constraint ck_suggestion_batches_attempts check (least(attempts, claim) >= 0))`,
  `create unique index uq_suggestion_batches_under_way on suggestion_batches (pillar_id)
     where state in ('queued', 'running')`,
  `create index ix_suggestion_batches_pillar on suggestion_batches (pillar_id, persona_id)`,
  `create index ix_suggestion_batches_cluster on suggestion_batches (cluster_id, persona_id)`,
  `create table suggestions (
    id uuid not null constraint pk_suggestions primary key,
    batch_id uuid not null,
    persona_id uuid not null,
    pillar_id uuid not null,
    place smallint not null,
    title text not null,
    description text not null,
    prompt text not null,
    source text not null,
    state text not null default 'pending',
    accepted_at timestamptz(3),
    cluster_id uuid,
    run_id uuid,
    run_made boolean not null default false,
    ${timestamps}, updated_by text,
    constraint fk_suggestions_batch foreign key (batch_id, pillar_id, persona_id)
      references suggestion_batches (id, pillar_id, persona_id) on delete cascade,
    constraint fk_suggestions_cluster foreign key (cluster_id, persona_id)
      references clusters (id, persona_id) on delete set null (cluster_id),
    constraint fk_suggestions_run foreign key (run_id) references pipeline_runs (id) on delete set null,
    constraint uq_suggestions_place unique (batch_id, place),
    constraint uq_suggestions_run unique (run_id),
    constraint ck_suggestions_title check (char_length(title) between 1 and 80),
    constraint ck_suggestions_description check (char_length(description) between 1 and 600),
    constraint ck_suggestions_prompt check (char_length(prompt) between 1 and 2000),
    constraint ck_suggestions_source check (source in ('ai', 'template')),
    constraint ck_suggestions_state check (state in ('pending', 'accepted', 'rejected', 'expired')),
    constraint ck_suggestions_accepted check ((accepted_at is not null) = (state = 'accepted')),
    constraint ck_suggestions_made check (
      (run_made or run_id is null) and (state = 'accepted' or (num_nonnulls(cluster_id, run_id) = 0 and not run_made))))`,
  `create index ix_suggestions_persona on suggestions (persona_id, created_at desc, id desc)`,
  `create index ix_suggestions_persona_state on suggestions (persona_id, state, created_at desc, id desc)`,
  `create index ix_suggestions_pillar on suggestions (pillar_id, created_at desc, id desc)`,
  `create index ix_suggestions_cluster on suggestions (cluster_id, persona_id)`,
  `create index ix_suggestions_pending on suggestions (created_at) where state = 'pending'`,
  ...['suggestion_batches', 'suggestions'].map(
    (table) =>
      `create trigger tr_${table}_touch before update on ${table} for each row execute function touch_updated_at()`,
  ),
];

const rules = [
  `create function keep_suggestion_batch() returns trigger language plpgsql as $$
   begin
     if old.state in ('done', 'failed') and (new.state, new.error_kind, new.error_detail)
       is distinct from (old.state, old.error_kind, old.error_detail) then
       ${refuse('ck_suggestion_batches_final', 'a batch that ended stays as it is')}
     end if;
     if (new.wanted, new.created_by) is distinct from (old.wanted, old.created_by) then
       ${refuse('ck_suggestion_batches_asked', 'what was asked for stays as it is')}
     end if;
     return new;
   end $$`,
  `create trigger tr_suggestion_batches_keep before update on suggestion_batches
     for each row execute function keep_suggestion_batch()`,
  `create function keep_suggestion() returns trigger language plpgsql as $$
   begin
     if tg_op = 'INSERT' then
       if new.state <> 'pending' then ${refuse('ck_suggestions_begins', 'a suggestion begins as pending')} end if;
       return new;
     end if;
     if old.state <> 'pending' and (new.state, new.accepted_at, new.title, new.description, new.prompt)
       is distinct from (old.state, old.accepted_at, old.title, old.description, old.prompt) then
       ${refuse('ck_suggestions_closed', 'a suggestion that was decided stays as it is')}
     end if;
     return new;
   end $$`,
  `create trigger tr_suggestions_keep before insert or update on suggestions
     for each row execute function keep_suggestion()`,
  // All or nothing: a batch that is done has its suggestions, any other batch has none.
  `create function require_whole_batch() returns trigger language plpgsql as $$
   declare batch suggestion_batches;
   begin
     select * into batch from suggestion_batches
       where id = case tg_table_name when 'suggestions' then (to_jsonb(new)->>'batch_id')::uuid else new.id end;
     if batch.id is not null and (select count(*) from suggestions where batch_id = batch.id)
       <> (case batch.state when 'done' then batch.wanted else 0 end) then
       ${refuse('ck_suggestion_batches_whole', 'a batch has all of its suggestions, or none')}
     end if;
     return null;
   end $$`,
  `create constraint trigger tr_suggestion_batches_whole after insert or update of state on suggestion_batches
     deferrable initially deferred for each row execute function require_whole_batch()`,
  `create constraint trigger tr_suggestions_whole after insert on suggestions
     deferrable initially deferred for each row execute function require_whole_batch()`,
];

const FUNCTIONS = ['keep_suggestion_batch', 'keep_suggestion', 'require_whole_batch'];

/** Ideas of a pillar: asked for in batches, decided one by one. */
export const suggestionTables = {
  up: [...tables, ...rules],
  down: [
    'drop table suggestions',
    'drop table suggestion_batches',
    ...FUNCTIONS.map((name) => `drop function ${name}()`),
  ],
};
