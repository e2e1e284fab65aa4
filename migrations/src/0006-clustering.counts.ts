const counted = [
  { table: 'photos', column: 'photos_count' },
  { table: 'pipeline_runs', column: 'runs_count' },
];

/**
 * photos_count and runs_count, once per statement and not per row, so that moving ten thousand runs is one update per
 * cluster. The clusters are locked in the order of their ids first: two statements never wait for each other in a ring.
 */
export const countRules = {
  up: [
    `create function count_rows_of_clusters() returns trigger language plpgsql as $$
     declare changes text := case tg_op
       when 'INSERT' then 'select cluster_id, count(*)::int as n from added group by cluster_id'
       when 'DELETE' then 'select cluster_id, -count(*)::int as n from removed group by cluster_id'
       else 'select cluster_id, sum(n)::int as n from (
               select cluster_id, 1 as n from added union all select cluster_id, -1 from removed) moved group by cluster_id' end;
     begin
       execute format(
         'with changes as materialized (select * from (%s) c where cluster_id is not null and n <> 0),
               locked as materialized (
                 select id from clusters where id in (select cluster_id from changes) order by id for no key update)
          update clusters c set %I = c.%I + changes.n
          from changes join locked on locked.id = changes.cluster_id where c.id = changes.cluster_id',
         changes, tg_argv[0], tg_argv[0]);
       return null;
     end $$`,
    ...counted.flatMap(({ table, column }) => [
      `create trigger tr_${table}_count_added after insert on ${table} referencing new table as added
         for each statement execute function count_rows_of_clusters('${column}')`,
      `create trigger tr_${table}_count_changed after update on ${table} referencing old table as removed new table as added
         for each statement execute function count_rows_of_clusters('${column}')`,
      `create trigger tr_${table}_count_removed after delete on ${table} referencing old table as removed
         for each statement execute function count_rows_of_clusters('${column}')`,
    ]),
  ],
  down: [
    ...counted.flatMap(({ table }) =>
      ['added', 'changed', 'removed'].map((change) => `drop trigger tr_${table}_count_${change} on ${table}`),
    ),
    `drop function count_rows_of_clusters()`,
  ],
};
