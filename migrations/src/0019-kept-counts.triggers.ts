const ADDED = `select run_id, 1 as n, status from added`;
const REMOVED = `select run_id, -1 as n, status from removed`;

/** The changes of a statement that changes candidates. */
const events = [
  { event: 'insert', tables: 'new table as added', sql: ADDED },
  { event: 'delete', tables: 'old table as removed', sql: REMOVED },
  { event: 'update', tables: 'old table as removed new table as added', sql: `${ADDED} union all ${REMOVED}` },
];

/** As in migration 0009: only the active candidates. */
const formerSql: Readonly<Record<string, string>> = {
  insert: `select run_id, count(*)::int as n from added where status = 'active' group by run_id`,
  delete: `select run_id, -count(*)::int as n from removed where status = 'active' group by run_id`,
  update: `select run_id, sum(n)::int as n from (
    select run_id, count(*)::int as n from added where status = 'active' group by run_id union all
    select run_id, -count(*)::int as n from removed where status = 'active' group by run_id) moved group by run_id`,
};

/** Both counts of candidates of a run, once per statement. */
export const candidateTallies = {
  up: events.map(
    ({ event, sql }) => `
    create or replace function tally_image_candidates_after_${event}() returns trigger language plpgsql as $$
    begin
      with changes as materialized (
        select run_id, sum(n)::int as n, coalesce(sum(n) filter (where status = 'active'), 0)::int as active
        from (${sql}) c group by run_id),
      changed as (
        update run_tallies t set candidates = t.candidates + c.n, active_candidates = t.active_candidates + c.active
        from changes c where t.run_id = c.run_id and (c.n, c.active) <> (0, 0) returning t.run_id)
      insert into run_tallies as t (run_id, candidates, active_candidates)
      select c.run_id, c.n, c.active from changes c join pipeline_runs r on r.id = c.run_id
      where c.n > 0 and c.run_id not in (select run_id from changed)
      on conflict (run_id) do update set candidates = t.candidates + excluded.candidates,
        active_candidates = t.active_candidates + excluded.active_candidates;
      return null;
    end $$`,
  ),
  down: events.map(({ event }) => {
    const sql = formerSql[event];
    return `
    create or replace function tally_image_candidates_after_${event}() returns trigger language plpgsql as $$
     begin
       insert into run_tallies (run_id) select c.run_id from (${sql}) c join pipeline_runs r on r.id = c.run_id
         where n > 0 on conflict do nothing;
       update run_tallies t set active_candidates = t.active_candidates + c.n from (${sql}) c where t.run_id = c.run_id and c.n <> 0;
       return null;
     end $$`;
  }),
};

const LINKS_ADDED = `select state, reason, 1 as n from added`;
const LINKS_REMOVED = `select state, reason, -1 as n from removed`;

const linkEvents = [
  { event: 'insert', tables: 'new table as added', sql: LINKS_ADDED },
  { event: 'delete', tables: 'old table as removed', sql: LINKS_REMOVED },
  {
    event: 'update',
    tables: 'old table as removed new table as added',
    sql: `${LINKS_ADDED} union all ${LINKS_REMOVED}`,
  },
];

/**
 * Links by state and reason, as changes that add up. A row that every link updates would make all of them wait for each
 * other's commits. The worker merges the rows.
 */
export const linkCounts = {
  up: linkEvents.flatMap(({ event, tables, sql }) => [
    `create function count_cluster_links_after_${event}() returns trigger language plpgsql as $$
     begin
       insert into cluster_link_counts (state, reason, links)
       select state, reason, sum(n) from (${sql}) c group by state, reason having sum(n) <> 0;
       return null;
     end $$`,
    `create trigger tr_count_cluster_links_after_${event} after ${event} on cluster_links referencing ${tables}
       for each statement execute function count_cluster_links_after_${event}()`,
  ]),
  down: linkEvents.flatMap(({ event }) => [
    `drop trigger tr_count_cluster_links_after_${event} on cluster_links`,
    `drop function count_cluster_links_after_${event}()`,
  ]),
};

/** No event is recorded for a run that is inserted as completed. The next sweep takes it: its link is old enough. */
const OLD_ENOUGH = `now() - interval '5 minutes'`;

/** Runs that are completed from the start, as an import inserts them, have a link like all others. */
export const insertedLinks = {
  up: [
    `create function open_link_of_inserted() returns trigger language plpgsql as $$
     begin
       insert into cluster_links (run_id, cluster_id, updated_at)
       values (new.id, new.cluster_id, ${OLD_ENOUGH}) on conflict do nothing;
       return null;
     end $$`,
    `create trigger tr_pipeline_runs_inserted after insert on pipeline_runs
       for each row when (new.status = 'completed') execute function open_link_of_inserted()`,
    `create function reopen_link_for_inserted_winner() returns trigger language plpgsql as $$
     begin
       -- A sweep between the run and its candidates found no winner.
       update cluster_links set state = 'pending', reason = null, attempts = 0
       where run_id = new.run_id and state = 'skipped' and reason = 'no_winner';
       return null;
     end $$`,
    `create trigger tr_image_candidates_winner_inserted after insert on image_candidates
       for each row when (new.is_winner) execute function reopen_link_for_inserted_winner()`,
    `insert into cluster_links (run_id, cluster_id, candidate_id, updated_at)
     select r.id, r.cluster_id, (select c.id from image_candidates c where c.run_id = r.id and c.is_winner), ${OLD_ENOUGH}
     from pipeline_runs r where r.status = 'completed' on conflict do nothing`,
  ],
  down: [
    `drop trigger tr_image_candidates_winner_inserted on image_candidates`,
    `drop function reopen_link_for_inserted_winner()`,
    `drop trigger tr_pipeline_runs_inserted on pipeline_runs`,
    `drop function open_link_of_inserted()`,
  ],
};
