import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tallyRules } from './0009-voting.tallies.ts';
import { legacyColumns, legacyUnique, timestamps, touchTrigger } from './sql.ts';

/** Votes as an append-only log, the tallies of a run, and the rule that a rejected branch stays rejected. */
export class Voting1767225600009 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...columns, ...tables, ...rules, ...tallyRules.up]) await runner.query(statement);
    for (const table of ['votes', 'run_tallies']) await runner.query(touchTrigger(table));
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of tallyRules.down) await runner.query(statement);
    await runner.query(`drop table votes`);
    await runner.query(`drop table run_tallies`);
    await runner.query(`drop function keep_vote()`);
    await runner.query(`drop trigger tr_image_candidates_lifted on image_candidates`);
    await runner.query(`drop trigger tr_image_candidates_branch on image_candidates`);
    await runner.query(`drop function reject_whole_branch()`);
    for (const index of ['ix_image_candidates_turn', 'ix_image_candidates_partner'])
      await runner.query(`drop index ${index}`);
    await runner.query(`alter table image_candidates drop constraint uq_image_candidates_id_run_step`);
  }
}

const columns = [
  `alter table image_candidates add constraint uq_image_candidates_id_run_step unique (id, run_id, step_id)`,
  `create index ix_image_candidates_turn on image_candidates (run_id, step_id, vote_count, id) where status = 'active'`,
  `create index ix_image_candidates_partner on image_candidates (run_id, step_id, vote_count, elo_score, id)
     where status = 'active'`,
];

const tables = [
  `create table votes (
    id uuid constraint pk_votes primary key,
    sequence bigint generated always as identity constraint uq_votes_sequence unique,
    run_id uuid not null constraint fk_votes_run references pipeline_runs (id) on delete cascade,
    step_id uuid not null,
    candidate_a uuid not null,
    candidate_b uuid not null,
    outcome text not null,
    score_a int not null,
    score_b int not null,
    delta_a int not null,
    delta_b int not null,
    actor text not null,
    undone_at timestamptz(3),
    ${legacyColumns},
    ${timestamps},
    constraint fk_votes_candidate_a foreign key (candidate_a, run_id, step_id)
      references image_candidates (id, run_id, step_id) on delete cascade,
    constraint fk_votes_candidate_b foreign key (candidate_b, run_id, step_id)
      references image_candidates (id, run_id, step_id) on delete cascade,
    constraint ck_votes_candidates check (candidate_a <> candidate_b),
    constraint ck_votes_outcome check (outcome in ('a', 'b', 'draw')),
    ${legacyUnique('votes')})`,
  `create unique index uq_votes_pair on votes (run_id, least(candidate_a, candidate_b), greatest(candidate_a, candidate_b))
     where undone_at is null`,
  `create index ix_votes_run on votes (run_id, sequence)`,
  `create index ix_votes_candidate_a on votes (candidate_a)`,
  `create index ix_votes_candidate_b on votes (candidate_b)`,
  `create table run_tallies (
    run_id uuid constraint pk_run_tallies primary key
      constraint fk_run_tallies_run references pipeline_runs (id) on delete cascade,
    votes_cast int not null default 0,
    active_candidates int not null default 0,
    ${timestamps},
    constraint ck_run_tallies_counts check (votes_cast >= 0 and active_candidates >= 0))`,
  `insert into run_tallies (run_id, active_candidates)
     select run_id, count(*) from image_candidates where status = 'active' group by run_id`,
];

const rules = [
  `create function keep_vote() returns trigger language plpgsql as $$
   begin
     -- Votes go with their run (a cascade is deeper than one), and are taken back once; nothing else ever happens to them.
     if tg_op = 'DELETE' and pg_trigger_depth() > 1 then return old; end if;
     if tg_op = 'UPDATE' and old.undone_at is null and new.undone_at is not null
       and (to_jsonb(new) - '{undone_at,updated_at}'::text[]) = (to_jsonb(old) - '{undone_at,updated_at}'::text[]) then
       return new;
     end if;
     raise exception 'votes are append-only'
       using errcode = 'check_violation', constraint = 'ck_votes_append_only';
   end $$`,
  `create trigger tr_votes_append_only before update or delete on votes for each row execute function keep_vote()`,
  `create trigger tr_votes_no_truncate before truncate on votes for each statement execute function refuse_change()`,
  `create trigger tr_image_candidates_lifted before update of status on image_candidates
     for each row when (new.status = 'active' and old.status = 'rejected' and new.parent_id is not null)
     execute function require_active_parent()`,
  `create function reject_whole_branch() returns trigger language plpgsql as $$
   begin
     if exists (select 1 from image_candidates where parent_id = new.id and status = 'active')
       and exists (select 1 from image_candidates where id = new.id and status = 'rejected') then
       raise exception 'a rejected candidate has an active child'
         using errcode = 'check_violation', constraint = 'ck_image_candidates_branch';
     end if;
     return null;
   end $$`,
  `create constraint trigger tr_image_candidates_branch after update of status on image_candidates
     deferrable initially deferred for each row when (new.status = 'rejected') execute function reject_whole_branch()`,
];
