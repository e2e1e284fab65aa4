const counted = [
  { table: 'photos', column: 'photos_count' },
  { table: 'pipeline_runs', column: 'runs_count' },
];

/** The changes of a statement, per cluster. */
const changes = [
  {
    event: 'insert',
    tables: 'new table as added',
    sql: 'select cluster_id, count(*)::int as n from added group by cluster_id',
  },
  {
    event: 'delete',
    tables: 'old table as removed',
    sql: 'select cluster_id, -count(*)::int as n from removed group by cluster_id',
  },
  {
    event: 'update',
    tables: 'old table as removed new table as added',
    sql: `select cluster_id, sum(n)::int as n from (
            select cluster_id, 1 as n from added union all select cluster_id, -1 from removed) moved group by cluster_id`,
  },
];

const rules = counted.flatMap(({ table, column }) =>
  changes.map(({ event, tables, sql }) => ({
    table,
    column,
    event,
    tables,
    sql,
    name: `count_${table}_after_${event}`,
  })),
);

/**
 * Maintains photos_count and runs_count once per statement, not per row, so that moving ten thousand runs is one update
 * per cluster. The clusters are locked by id first, so that two statements cannot deadlock. One function per table and
 * event, because PostgreSQL plans the SQL of a function once per session.
 */
export const countRules = {
  up: rules.flatMap(({ name, table, column, event, tables, sql }) => [
    `create function ${name}() returns trigger language plpgsql as $$
     begin
       with changes as materialized (select * from (${sql}) c where cluster_id is not null and n <> 0),
            locked as materialized (
              select id from clusters where id in (select cluster_id from changes) order by id for no key update)
       update clusters c set ${column} = c.${column} + changes.n
       from changes join locked on locked.id = changes.cluster_id where c.id = changes.cluster_id;
       return null;
     end $$`,
    `create trigger tr_${name} after ${event} on ${table} referencing ${tables}
       for each statement execute function ${name}()`,
  ]),
  down: rules.flatMap(({ name, table }) => [`drop trigger tr_${name} on ${table}`, `drop function ${name}()`]),
};
