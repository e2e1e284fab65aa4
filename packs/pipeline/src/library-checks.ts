import type { LibraryCheck } from '@trellis/database';

const TALLIES = `
  select r.id, (select count(*) from votes where run_id = r.id and undone_at is null)::int as votes,
    (select count(*) from image_candidates where run_id = r.id and status = 'active')::int as active,
    (select count(*) from image_candidates where run_id = r.id)::int as candidates from pipeline_runs r`;
const WRONG = `(coalesce(t.votes_cast, 0), coalesce(t.active_candidates, 0), coalesce(t.candidates, 0)) <>
  (n.votes, n.active, n.candidates)`;

const STEP_TALLIES = `
  select c.run_id, c.step_id, count(*) filter (where c.status = 'active')::int as active, (
    select count(*) from votes v join image_candidates a on a.id = v.candidate_a and a.status = 'active'
      join image_candidates b on b.id = v.candidate_b and b.status = 'active'
    where v.run_id = c.run_id and v.step_id = c.step_id and v.undone_at is null)::int as compared
  from image_candidates c group by c.run_id, c.step_id`;

/** The invariants of runs and candidates. ScoreCheck compares the scores with the votes. */
export const pipelineChecks: readonly LibraryCheck[] = [
  {
    code: 'two_winners',
    meaning: 'The run has more than one winner.',
    cure: 'choose one: PUT /runs/:id/winner',
    sql: `select run_id as id from image_candidates where is_winner group by run_id having count(*) > 1`,
  },
  {
    code: 'active_child_of_rejected',
    meaning: 'The candidate is active, but its parent is rejected.',
    cure: 'POST or DELETE /candidates/:id/rejection',
    sql: `select c.id from image_candidates c join image_candidates p on p.id = c.parent_id where c.status = 'active' and p.status = 'rejected'`,
  },
  {
    code: 'run_tallies',
    meaning: 'The tallies of votes or candidates do not match the rows.',
    cure: 'trellis doctor --fix',
    sql: `select n.id from (${TALLIES}) n left join run_tallies t on t.run_id = n.id where ${WRONG}`,
    fix: [
      'select 1 from pipeline_runs where id = $1 for no key update',
      `insert into run_tallies (run_id, votes_cast, active_candidates, candidates)
       select id, votes, active, candidates from (${TALLIES}) n where id = $1
       on conflict (run_id) do update set votes_cast = excluded.votes_cast,
         active_candidates = excluded.active_candidates, candidates = excluded.candidates`,
    ],
  },
  {
    code: 'step_tallies',
    meaning: 'The open pairs of a step do not match its candidates and votes.',
    cure: 'trellis doctor --fix',
    sql: `select distinct n.run_id as id from (${STEP_TALLIES}) n
      left join step_tallies t on t.run_id = n.run_id and t.step_id = n.step_id
      where (coalesce(t.active, 0), coalesce(t.compared, 0)) <> (n.active, n.compared)`,
    fix: [
      'select 1 from pipeline_runs where id = $1 for no key update',
      `insert into step_tallies (run_id, step_id, active, compared)
       select run_id, step_id, active, compared from (${STEP_TALLIES}) n where run_id = $1
       on conflict (run_id, step_id) do update set active = excluded.active, compared = excluded.compared`,
    ],
  },
];
