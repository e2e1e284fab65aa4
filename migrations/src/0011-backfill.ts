import type { MigrationInterface, QueryRunner } from 'typeorm';
import { timestamps, touchTrigger } from './sql.ts';

/**
 * The changes of backfills with the previous values. A backfill may set the persona of a completed run, and reset it.
 * Only an operator may decide that, so the transaction declares it (`trellis.backfill`).
 */
export class Backfill1767225600011 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table backfill_changes (
        plan uuid not null,
        line int not null,
        change text not null,
        subject_id uuid not null,
        before jsonb,
        after jsonb,
        reverted_at timestamptz(3),
        ${timestamps},
        constraint pk_backfill_changes primary key (plan, line),
        constraint ck_backfill_changes_change check (change in ('cluster.create', 'run.update', 'run.link')),
        constraint ck_backfill_changes_line check (line >= 1))`);
    await runner.query(touchTrigger('backfill_changes'));
    await runner.query(adoptPersona(`old.persona_id is distinct from new.persona_id and ${NOT_BACKFILLING}`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table backfill_changes`);
    await runner.query(adoptPersona('old.persona_id is distinct from new.persona_id'));
  }
}

const NOT_BACKFILLING = `coalesce(current_setting('trellis.backfill', true), '') <> 'on'`;

/** The rule of migration 0006, with a different condition for a changed persona. */
const adoptPersona = (changed: string) => `
  create or replace function adopt_cluster_persona() returns trigger language plpgsql as $$
  declare owner uuid;
  begin
    if tg_op = 'UPDATE' and old.cluster_id is not null and ${changed} then
      raise exception 'a run in a cluster keeps the cluster''s persona'
        using errcode = 'check_violation', constraint = 'ck_pipeline_runs_persona_of_cluster';
    end if;
    if new.cluster_id is not null then
      select persona_id into owner from clusters where id = new.cluster_id for key share;
      new.persona_id := coalesce(new.persona_id, owner);
      if owner <> new.persona_id then
        raise exception 'the run and its cluster have different personas'
          using errcode = 'check_violation', constraint = 'ck_pipeline_runs_persona_of_cluster';
      end if;
    end if;
    if tg_op = 'UPDATE' and ${changed} then
      if old.status = 'completed' and (old.persona_id is not null or new.cluster_id is null) then
        raise exception 'a completed run keeps its persona'
          using errcode = 'check_violation', constraint = 'ck_pipeline_runs_persona_fixed';
      end if;
    end if;
    return new;
  end $$`;
