import type { MigrationInterface, QueryRunner } from 'typeorm';
import { timestamps, touchTrigger } from './sql.ts';

/** API keys, the append-only audit log, and the trigger functions that later tables use. */
export class Foundation1767225600001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create function touch_updated_at() returns trigger language plpgsql as $$
      begin new.updated_at := now(); return new; end $$`);
    await runner.query(`
      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% is append-only', tg_table_name
          using errcode = 'check_violation', constraint = 'ck_' || tg_table_name || '_append_only';
      end $$`);
    await runner.query(`
      create table api_keys (
        id uuid constraint pk_api_keys primary key,
        name text not null,
        role text not null,
        hash text not null,
        last_used_at timestamptz(3),
        revoked_at timestamptz(3),
        ${timestamps},
        constraint uq_api_keys_hash unique (hash),
        constraint ck_api_keys_name check (
          name = btrim(name) and char_length(name) between 1 and 200 and name !~ '[[:cntrl:]]'),
        constraint ck_api_keys_role check (role in ('viewer', 'operator', 'admin')),
        constraint ck_api_keys_hash check (hash ~ '^[0-9a-f]{64}$'))`);
    await runner.query(touchTrigger('api_keys'));
    await runner.query(`
      create table audit_log (
        id uuid constraint pk_audit_log primary key,
        at timestamptz(3) not null default now(),
        actor text not null,
        action text not null,
        subject_type text not null,
        subject_id text not null,
        data jsonb not null default '{}'::jsonb)`);
    await runner.query(`create index ix_audit_log_subject on audit_log (subject_type, subject_id)`);
    await runner.query(`create index ix_audit_log_at on audit_log (at, id)`);
    await runner.query(`
      create trigger tr_audit_log_append_only before update or delete on audit_log
        for each row execute function refuse_change()`);
    await runner.query(`
      create trigger tr_audit_log_no_truncate before truncate on audit_log
        for each statement execute function refuse_change()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table audit_log`);
    await runner.query(`drop table api_keys`);
    await runner.query(`drop function refuse_change()`);
    await runner.query(`drop function touch_updated_at()`);
  }
}
