import { expectedGuards } from './expected-guards.ts';

interface Queries {
  query(sql: string): Promise<{ line: string }[]>;
}

/**
 * The guards of the tables, one line each: our functions by the hash of their bodies, our triggers with their
 * definition, disabled triggers (also those of foreign keys), and the definitions of constraints and indexes. TypeORM
 * compares only the names of most of them. Views are compared by their columns, because servers print the text of a
 * view differently. Functions of extensions are excluded.
 */
const GUARDS = `
  with ours as (
    select oid, relname from pg_class where relnamespace = current_schema()::regnamespace
      and (relkind = 'r' or relkind = 'v' and relname ~ '^pub_'))
  select format('function %s %s', p.proname, md5(p.prosrc)) as line
  from pg_proc p where p.pronamespace = current_schema()::regnamespace
    and not exists (select 1 from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  union all
  select format('trigger %s on %s: %s, type %s%s', t.tgname, ours.relname, p.proname, t.tgtype,
    case when t.tgdeferrable then ', deferrable' else '' end)
  from pg_trigger t join ours on ours.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid where not t.tgisinternal
  union all
  select format('trigger %s on %s is switched off', coalesce(c.conname, t.tgname), ours.relname)
  from pg_trigger t join ours on ours.oid = t.tgrelid left join pg_constraint c on c.oid = t.tgconstraint and t.tgisinternal
  where t.tgenabled <> 'O'
  union all
  select format('constraint %s on %s: %s', c.conname, ours.relname, pg_get_constraintdef(c.oid))
  from pg_constraint c join ours on ours.oid = c.conrelid where c.contype in ('c', 'f', 'p', 'u', 'x')
  union all
  select format('index %s', replace(pg_get_indexdef(i.indexrelid), format(' %s.', current_schema()), ' '))
  from pg_index i join ours on ours.oid = i.indrelid
  where not exists (select 1 from pg_constraint c where c.conindid = i.indexrelid and c.contype in ('p', 'u', 'x'))
  union all
  select format('view %s: %s', c.relname, (
    select string_agg(format('%s %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum)
    from pg_attribute a where a.attrelid = c.oid and a.attnum > 0))
  from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind = 'v' and c.relname ~ '^pub_'
  order by 1`;

/** The guards of the current schema. */
export const guardsOf = async (database: Queries): Promise<string[]> => [
  ...new Set((await database.query(GUARDS)).map(({ line }) => line)),
];

/** Missing guards, and guards that the migrations did not create. Unknown functions are ignored. */
export async function guardDrift(database: Queries): Promise<string[]> {
  const actual = await guardsOf(database);
  const names = new Set(expectedGuards.map(nameOf));
  const foreign = (line: string) => line.startsWith('function ') && !names.has(nameOf(line));
  return [
    ...expectedGuards.filter((line) => !actual.includes(line)).map((line) => `missing: ${line}`),
    ...actual.filter((line) => !expectedGuards.includes(line) && !foreign(line)).map((line) => `unexpected: ${line}`),
  ];
}

const nameOf = (line: string): string => line.split(' ')[1] as string;
