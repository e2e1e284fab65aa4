import type { MigrationInterface, QueryRunner } from 'typeorm';
import { timestamps, touchTrigger } from './sql.ts';

/** Unicode's format characters (category Cf), which PostgreSQL's patterns have no class for. */
const INVISIBLE =
  String.raw`[\u00AD\u0600-\u0605\u061C\u06DD\u070F\u0890\u0891\u08E2\u180E\u200B-\u200F\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFF9-\uFFFB` +
  String.raw`\U000110BD\U000110CD\U00013430-\U0001343F\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0001\U000E0020-\U000E007F]`;

/** Sign-in: sessions of keys, and codes that work once. Both are stored as hashes. */
export class Sessions1767225600027 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table sessions (
        id uuid constraint pk_sessions primary key,
        key_id uuid not null,
        hash text not null,
        by text,
        address text not null,
        expires_at timestamptz(3) not null,
        ended_at timestamptz(3),
        ${timestamps},
        constraint uq_sessions_hash unique (hash),
        constraint fk_sessions_key foreign key (key_id) references api_keys (id) on delete cascade,
        constraint ck_sessions_hash check (hash ~ '^[0-9a-f]{64}$'),
        constraint ck_sessions_by check (by = btrim(by) and char_length(by) between 1 and 60
          and by !~ '[[:cntrl:]]' and by !~ '${INVISIBLE}'),
        constraint ck_sessions_expires check (expires_at <= created_at + interval '12 hours 1 minute'))`);
    await runner.query(`create index ix_sessions_key on sessions (key_id)`);
    await runner.query(`create index ix_sessions_list on sessions (created_at, id)`);
    await runner.query(`create index ix_sessions_expires on sessions (expires_at)`);
    await runner.query(touchTrigger('sessions'));
    await runner.query(`
      create table sign_in_codes (
        hash text constraint pk_sign_in_codes primary key,
        key_id uuid not null,
        expires_at timestamptz(3) not null,
        constraint fk_sign_in_codes_key foreign key (key_id) references api_keys (id) on delete cascade,
        constraint ck_sign_in_codes_hash check (hash ~ '^[0-9a-f]{64}$'))`);
    await runner.query(`create index ix_sign_in_codes_key on sign_in_codes (key_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table sign_in_codes`);
    await runner.query(`drop table sessions`);
  }
}
