import type { MigrationInterface, QueryRunner } from 'typeorm';
import { timestamps, touchTrigger } from './sql.ts';

/** First answers to repeatable requests. */
export class Idempotency1767225600010 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table idempotency_keys (
        holder_id uuid not null constraint fk_idempotency_keys_holder references api_keys (id) on delete cascade,
        method text not null,
        path text not null,
        key text not null,
        body_sha256 text not null,
        status int not null,
        answer bytea not null,
        ${timestamps},
        constraint pk_idempotency_keys primary key (holder_id, method, path, key),
        constraint ck_idempotency_keys_key check (char_length(key) between 1 and 200),
        constraint ck_idempotency_keys_status check (status between 200 and 499))`);
    await runner.query(`create index ix_idempotency_keys_created on idempotency_keys (created_at)`);
    await runner.query(touchTrigger('idempotency_keys'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table idempotency_keys`);
  }
}
