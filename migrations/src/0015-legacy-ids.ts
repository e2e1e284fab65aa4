import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = [
  'personas',
  'content_pillars',
  'clusters',
  'pillar_cluster_assignments',
  'pipelines',
  'pipeline_steps',
  'pipeline_runs',
  'pipeline_run_steps',
  'image_candidates',
  'votes',
  'photos',
];

/** The text of a bigint as PostgreSQL writes it: another spelling would come back changed. */
const FITS = `case when legacy_id ~ '^(0|-?[1-9][0-9]{0,18})$'
  then legacy_id::numeric between -9223372036854775808 and 9223372036854775807 else legacy_id is null end`;

/** Ids of earlier systems are texts: a UUID, a string, or a number with any number of digits. */
export class LegacyIds1767225600015 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) await runner.query(`alter table ${table} alter legacy_id type text`);
  }

  /** @throws when an id is not a number that the old column can hold; without its origin a row would be imported twice */
  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      await runner.query(`
        do $$ begin
          if exists (select from ${table} where not ${FITS}) then
            raise exception '${table} has rows with a legacy_id that is not a number of up to 19 digits; they cannot go back'
              using errcode = 'check_violation';
          end if;
        end $$`);
      await runner.query(`alter table ${table} alter legacy_id type bigint using legacy_id::bigint`);
    }
  }
}
