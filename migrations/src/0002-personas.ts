import type { MigrationInterface, QueryRunner } from 'typeorm';
import { legacyColumns, legacyUnique, nameCheck, timestamps, touchTrigger } from './sql.ts';

export class Personas1767225600002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table personas (
        id uuid constraint pk_personas primary key,
        name text not null,
        caption_config jsonb,
        hashtag_strategy jsonb,
        ${legacyColumns},
        ${timestamps},
        ${nameCheck('personas')},
        constraint ck_personas_caption_config check (jsonb_typeof(caption_config) = 'object'),
        constraint ck_personas_hashtag_strategy check (jsonb_typeof(hashtag_strategy) = 'object'),
        ${legacyUnique('personas')})`);
    await runner.query(`create unique index uq_personas_name on personas (lower(name))`);
    await runner.query(`create index ix_personas_created on personas (created_at, id)`);
    await runner.query(touchTrigger('personas'));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table personas`);
  }
}
