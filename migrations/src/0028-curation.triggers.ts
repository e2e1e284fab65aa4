/** The active candidates of steps, and the votes between two of them, counted from the rows. */
export const COUNTED = (where: string) => `
  select c.run_id, c.step_id, c.active, coalesce(v.compared, 0)::int as compared from (
    select run_id, step_id, count(*) filter (where status = 'active')::int as active
    from image_candidates where ${where} group by run_id, step_id) c
  left join lateral (
    select count(*) as compared from votes v
      join image_candidates a on a.id = v.candidate_a and a.status = 'active'
      join image_candidates b on b.id = v.candidate_b and b.status = 'active'
    where v.run_id = c.run_id and v.step_id = c.step_id and v.undone_at is null) v on true`;

const BOTH_ACTIVE = `join image_candidates a on a.id = v.candidate_a and a.status = 'active'
         join image_candidates b on b.id = v.candidate_b and b.status = 'active'`;

const STATUS_CHANGED = `
      with changed as materialized (
        select a.id, a.run_id, a.step_id, a.status as now, r.status as before
        from added a join removed r on r.id = a.id where r.status <> a.status),
      votes_of as (
        select v.id, v.run_id, v.step_id, v.candidate_a, v.candidate_b from changed c
          join votes v on v.candidate_a = c.id where v.undone_at is null
        union
        select v.id, v.run_id, v.step_id, v.candidate_a, v.candidate_b from changed c
          join votes v on v.candidate_b = c.id where v.undone_at is null),
      moved as (
        select run_id, step_id, case now when 'active' then 1 else -1 end as active, 0 as compared from changed
        union all
        select v.run_id, v.step_id, 0, (a.status = 'active' and b.status = 'active')::int
          - (coalesce(x.before, a.status) = 'active' and coalesce(y.before, b.status) = 'active')::int
        from votes_of v join image_candidates a on a.id = v.candidate_a join image_candidates b on b.id = v.candidate_b
          left join changed x on x.id = v.candidate_a left join changed y on y.id = v.candidate_b)
      update step_tallies t set active = t.active + m.active, compared = t.compared + m.compared
      from (select run_id, step_id, sum(active)::int as active, sum(compared)::int as compared
        from moved group by run_id, step_id) m
      where t.run_id = m.run_id and t.step_id = m.step_id;`;

interface Rule {
  table: 'image_candidates' | 'votes';
  event: 'insert' | 'update' | 'delete';
  tables: string;
  body: string;
}

/** Every statement changes one run at a time, or rows of others that no statement of that run waits for. */
const rules: readonly Rule[] = [
  {
    table: 'image_candidates',
    event: 'insert',
    tables: 'new table as added',
    body: `
      insert into step_tallies as t (run_id, step_id, active)
        select run_id, step_id, count(*) filter (where status = 'active') from added group by run_id, step_id
        on conflict (run_id, step_id) do update set active = t.active + excluded.active;`,
  },
  {
    table: 'image_candidates',
    event: 'update',
    tables: 'old table as removed new table as added',
    body: `
      if not exists (select 1 from added a join removed r on r.id = a.id where r.status <> a.status) then
        return null;
      end if;${STATUS_CHANGED}`,
  },
  {
    table: 'image_candidates',
    event: 'delete',
    tables: 'old table as removed',
    // Their votes are gone with them, so nothing is left to tell which were compared: the steps are counted again.
    body: `
      update step_tallies t set active = coalesce(n.active, 0), compared = coalesce(n.compared, 0)
      from (select distinct run_id, step_id from removed) r left join lateral (
        ${COUNTED('run_id = r.run_id and step_id = r.step_id')}) n on true
      where t.run_id = r.run_id and t.step_id = r.step_id;`,
  },
  {
    table: 'votes',
    event: 'insert',
    tables: 'new table as added',
    body: `
      update step_tallies t set compared = t.compared + v.n from (
        select v.run_id, v.step_id, count(*)::int as n from added v
         ${BOTH_ACTIVE}
        where v.undone_at is null group by v.run_id, v.step_id) v
      where t.run_id = v.run_id and t.step_id = v.step_id;`,
  },
  {
    table: 'votes',
    event: 'update',
    tables: 'old table as removed new table as added',
    body: `
      update step_tallies t set compared = t.compared - v.n from (
        select v.run_id, v.step_id, count(*)::int as n from added v join removed r on r.id = v.id
         ${BOTH_ACTIVE}
        where v.undone_at is not null and r.undone_at is null group by v.run_id, v.step_id) v
      where t.run_id = v.run_id and t.step_id = v.step_id;`,
  },
];

/** Named behind the other tallies: triggers run by name, and rows are locked in one order. */
const nameOf = ({ table, event }: Rule) => `tally_within_steps_of_${table}_after_${event}`;

export const stepTallies = {
  up: rules.flatMap((rule) => [
    `create function ${nameOf(rule)}() returns trigger language plpgsql as $$
    begin${rule.body}
      return null;
    end $$`,
    `create trigger tr_${nameOf(rule)} after ${rule.event} on ${rule.table} referencing ${rule.tables}
      for each statement execute function ${nameOf(rule)}()`,
  ]),
  down: rules.flatMap((rule) => [
    `drop trigger tr_${nameOf(rule)} on ${rule.table}`,
    `drop function ${nameOf(rule)}()`,
  ]),
};
