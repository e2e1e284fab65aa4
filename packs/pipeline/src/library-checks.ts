import type { LibraryCheck } from '@trellis/database';

const TALLIES = `
  select r.id, (select count(*) from votes where run_id = r.id and undone_at is null)::int as votes,
    (select count(*) from image_candidates where run_id = r.id and status = 'active')::int as active,
    (select count(*) from image_candidates where run_id = r.id)::int as candidates from pipeline_runs r`;
const WRONG = `(coalesce(t.votes_cast, 0), coalesce(t.active_candidates, 0), coalesce(t.candidates, 0)) <>
  (n.votes, n.active, n.candidates)`;

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
];
