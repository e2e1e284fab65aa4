import type { MigrationInterface, QueryRunner } from 'typeorm';
import { generationRules } from './0032-generation.rules.ts';
import { generationTables } from './0032-generation.tables.ts';

const steps = {
  up: [
    `alter table pipeline_steps add column output_node text, add column timeout_minutes int,
       add constraint ck_pipeline_steps_output_node check (char_length(output_node) between 1 and 100),
       add constraint ck_pipeline_steps_timeout_minutes check (timeout_minutes between 1 and 1440)`,
    `create view pub_pipeline_steps as
       select id, pipeline_id, name, position, output_node, timeout_minutes, updated_at from pipeline_steps`,
    `create trigger tr_pub_pipeline_steps_read_only instead of insert or update or delete on pub_pipeline_steps
       for each row execute function refuse_view_write()`,
  ],
  down: [
    'drop view pub_pipeline_steps',
    'alter table pipeline_steps drop column output_node, drop column timeout_minutes',
  ],
};

/** Steps run on ComfyUI servers: what runs were asked to generate, each job with its attempts, and what came of it. */
export class Generation1767225600032 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...steps.up, ...generationTables.up, ...generationRules.up]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    const { down, after } = generationRules;
    for (const statement of [...down, ...generationTables.down, ...after, ...steps.down]) await runner.query(statement);
  }
}
