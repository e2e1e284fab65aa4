/** The changes of a statement, per run. */
const counted = [
  { table: 'votes', column: 'votes_cast', counts: 'undone_at is null' },
  { table: 'image_candidates', column: 'active_candidates', counts: `status = 'active'` },
];

const rules = counted.flatMap(({ table, column, counts }) => {
  const added = `select run_id, count(*)::int as n from added where ${counts} group by run_id`;
  const removed = `select run_id, -count(*)::int as n from removed where ${counts} group by run_id`;
  const both = `select run_id, sum(n)::int as n from (${added} union all ${removed}) moved group by run_id`;
  return [
    { table, column, event: 'insert', tables: 'new table as added', sql: added },
    { table, column, event: 'delete', tables: 'old table as removed', sql: removed },
    { table, column, event: 'update', tables: 'old table as removed new table as added', sql: both },
  ].map((rule) => ({ ...rule, name: `tally_${table}_after_${rule.event}` }));
});

/**
 * Maintains votes_cast and active_candidates of a run, once per statement. They are read at every vote: counting ten
 * thousand candidates and fifty thousand votes each time would take longer than finding the pair.
 */
export const tallyRules = {
  up: rules.flatMap(({ name, table, column, event, tables, sql }) => [
    `create function ${name}() returns trigger language plpgsql as $$
     begin
       insert into run_tallies (run_id) select c.run_id from (${sql}) c join pipeline_runs r on r.id = c.run_id
         where n > 0 on conflict do nothing;
       update run_tallies t set ${column} = t.${column} + c.n from (${sql}) c where t.run_id = c.run_id and c.n <> 0;
       return null;
     end $$`,
    `create trigger tr_${name} after ${event} on ${table} referencing ${tables}
       for each statement execute function ${name}()`,
  ]),
  down: rules.flatMap(({ name, table }) => [`drop trigger tr_${name} on ${table}`, `drop function ${name}()`]),
};
