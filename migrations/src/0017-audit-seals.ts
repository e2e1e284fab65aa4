import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Unicode's format characters (category Cf), which PostgreSQL's patterns have no class for. */
const INVISIBLE =
  String.raw`[\u00AD\u0600-\u0605\u061C\u06DD\u070F\u0890\u0891\u08E2\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB` +
  String.raw`\U000110BD\U000110CD\U00013430-\U0001343F\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0001\U000E0020-\U000E007F]`;

/**
 * The audit log names its actors beyond doubt, sets its own time, and is sealed in a chain of hashes. Names of living
 * keys are unique and have no invisible characters; existing names are corrected.
 */
export class AuditSeals1767225600017 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table audit_log add column actor_id uuid`);
    await runner.query(`
      create function audit_now() returns trigger language plpgsql as $$
      begin new.at := clock_timestamp(); return new; end $$`);
    await runner.query(`
      create trigger tr_audit_log_at before insert on audit_log for each row execute function audit_now()`);
    await runner.query(`
      create table audit_seals (
        to_at timestamptz(3) not null,
        to_id uuid not null,
        from_at timestamptz(3) not null,
        from_id uuid not null,
        rows int not null,
        hash text not null,
        previous text not null,
        sealed_at timestamptz(3) not null default now(),
        constraint pk_audit_seals primary key (to_at, to_id),
        constraint uq_audit_seals_previous unique (previous),
        constraint ck_audit_seals_hash check (hash ~ '^[0-9a-f]{64}$' and previous ~ '^([0-9a-f]{64})?$'),
        constraint ck_audit_seals_range check (rows > 0 and (from_at, from_id) <= (to_at, to_id)))`);
    await runner.query(`
      create trigger tr_audit_seals_append_only before update or delete on audit_seals
        for each row execute function refuse_change()`);
    await runner.query(`
      create trigger tr_audit_seals_no_truncate before truncate on audit_seals
        for each statement execute function refuse_change()`);
    await runner.query(`
      update api_keys set name = coalesce(nullif(btrim(regexp_replace(name, '${INVISIBLE}', '', 'g')), ''), 'key')
      where name ~ '${INVISIBLE}'`);
    await runner.query(`
      update api_keys k set name = left(k.name, 180) || ' (' || right(k.id::text, 12) || ')'
      where k.revoked_at is null and exists (
        select from api_keys o where o.name = k.name and o.revoked_at is null and (o.created_at, o.id) < (k.created_at, k.id))`);
    await runner.query(`
      alter table api_keys add constraint ck_api_keys_name_visible check (name !~ '${INVISIBLE}')`);
    await runner.query(`create unique index uq_api_keys_name_living on api_keys (name) where revoked_at is null`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index uq_api_keys_name_living`);
    await runner.query(`alter table api_keys drop constraint ck_api_keys_name_visible`);
    await runner.query(`drop table audit_seals`);
    await runner.query(`drop trigger tr_audit_log_at on audit_log`);
    await runner.query(`drop function audit_now()`);
    await runner.query(`alter table audit_log drop column actor_id`);
  }
}
