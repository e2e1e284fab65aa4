import type { MigrationInterface, QueryRunner } from 'typeorm';
import { candidateTallies, insertedLinks, linkCounts } from './0019-kept-counts.triggers.ts';

/**
 * Counts that a list or a scrape would otherwise count again each time: the candidates of a run, and links by state.
 * Every completed run has a link from now on, however it came to be completed, so no sweep looks for missing ones.
 */
export class KeptCounts1767225600019 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table run_tallies add column candidates int not null default 0`);
    await runner.query(`
      insert into run_tallies (run_id, candidates) select run_id, count(*) from image_candidates group by run_id
      on conflict (run_id) do update set candidates = excluded.candidates`);
    await runner.query(`
      alter table run_tallies drop constraint ck_run_tallies_counts,
        add constraint ck_run_tallies_counts check (votes_cast >= 0 and active_candidates >= 0 and candidates >= 0)`);
    for (const statement of candidateTallies.up) await runner.query(statement);
    for (const statement of insertedLinks.up) await runner.query(statement);
    await runner.query(`
      create table cluster_link_counts (
        id bigint generated always as identity constraint pk_cluster_link_counts primary key,
        state text not null,
        reason text,
        links int not null)`);
    await runner.query(`
      insert into cluster_link_counts (state, reason, links)
      select state, reason, count(*) from cluster_links group by state, reason`);
    for (const statement of linkCounts.up) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of linkCounts.down) await runner.query(statement);
    await runner.query(`drop table cluster_link_counts`);
    for (const statement of insertedLinks.down) await runner.query(statement);
    for (const statement of candidateTallies.down) await runner.query(statement);
    await runner.query(`
      alter table run_tallies drop constraint ck_run_tallies_counts,
        add constraint ck_run_tallies_counts check (votes_cast >= 0 and active_candidates >= 0)`);
    await runner.query(`alter table run_tallies drop column candidates`);
  }
}
