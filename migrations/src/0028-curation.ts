import type { MigrationInterface, QueryRunner } from 'typeorm';
import { COUNTED, stepTallies } from './0028-curation.triggers.ts';

/**
 * What curation in a browser needs: the open pairs of a run without counting votes, candidates by score and by votes,
 * and the key that cast a vote.
 */
export class Curation1767225600028 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table step_tallies (
        run_id uuid not null constraint fk_step_tallies_run references pipeline_runs (id) on delete cascade,
        step_id uuid not null constraint fk_step_tallies_step references pipeline_steps (id) on delete cascade,
        active int not null default 0,
        compared int not null default 0,
        constraint pk_step_tallies primary key (run_id, step_id),
        constraint ck_step_tallies_counts check (active >= 0 and compared >= 0))`);
    await runner.query(`create index ix_step_tallies_step on step_tallies (step_id)`);
    await runner.query(`insert into step_tallies (run_id, step_id, active, compared) ${COUNTED('true')}`);
    for (const statement of stepTallies.up) await runner.query(statement);
    await runner.query(`alter table votes add column key_id uuid`);
    await runner.query(`create index ix_image_candidates_elo on image_candidates (run_id, elo_score, id)`);
    await runner.query(`create index ix_image_candidates_votes on image_candidates (run_id, vote_count, id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop index ix_image_candidates_votes`);
    await runner.query(`drop index ix_image_candidates_elo`);
    await runner.query(`alter table votes drop column key_id`);
    for (const statement of stepTallies.down) await runner.query(statement);
    await runner.query(`drop table step_tallies`);
  }
}
