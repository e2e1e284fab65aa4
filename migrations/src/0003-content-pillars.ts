import type { MigrationInterface, QueryRunner } from 'typeorm';
import { legacyColumns, legacyUnique, nameCheck, timestamps, touchTrigger } from './sql.ts';

export class ContentPillars1767225600003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table content_pillars (
        id uuid constraint pk_content_pillars primary key,
        persona_id uuid not null constraint fk_content_pillars_persona references personas (id) on delete restrict,
        name text not null,
        description text,
        weight numeric(5,2) not null default 0,
        active boolean not null default true,
        start_date date,
        end_date date,
        guidelines jsonb not null default '{}'::jsonb,
        target_posts_per_week int,
        priority int not null default 3,
        ${legacyColumns},
        ${timestamps},
        ${nameCheck('content_pillars')},
        constraint uq_content_pillars_name unique (persona_id, name),
        constraint uq_content_pillars_id_persona unique (id, persona_id),
        constraint ck_content_pillars_weight check (weight between 0 and 100),
        constraint ck_content_pillars_dates check (end_date > start_date),
        constraint ck_content_pillars_guidelines check (jsonb_typeof(guidelines) = 'object'),
        constraint ck_content_pillars_target check (target_posts_per_week >= 0),
        constraint ck_content_pillars_priority check (priority between 1 and 5),
        ${legacyUnique('content_pillars')})`);
    await runner.query(`
      create index ix_content_pillars_order on content_pillars (persona_id, priority desc, weight desc, name, id)`);
    await runner.query(touchTrigger('content_pillars'));
    await runner.query(`
      create function limit_pillar_weights() returns trigger language plpgsql as $$
      begin
        -- Two pillars at the same moment would each see only the other's old weight: the persona's row puts them in a line.
        perform 1 from personas where id = new.persona_id for no key update;
        if (select sum(weight) from content_pillars where persona_id = new.persona_id and active) > 100 then
          raise exception 'the weights of the active pillars exceed 100'
            using errcode = 'check_violation', constraint = 'ck_content_pillars_weight_sum';
        end if;
        return null;
      end $$`);
    await runner.query(`
      create trigger tr_content_pillars_weight_sum after insert or update of weight, active, persona_id on content_pillars
        for each row when (new.active) execute function limit_pillar_weights()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table content_pillars`);
    await runner.query(`drop function limit_pillar_weights()`);
  }
}
