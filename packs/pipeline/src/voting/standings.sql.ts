/** $1 run, $2 step or null: the step that is asked for, or the highest with an active candidate. No row: no such run. */
export const STEP = `
  select t.step_id as id, coalesce(t.active, 0) as active,
    coalesce(t.active::bigint * (t.active - 1) / 2 - t.compared, 0) as "openPairs",
    exists (select 1 from pipeline_steps s where s.pipeline_id = r.pipeline_id and s.id = $2) as known
  from pipeline_runs r left join lateral (
    select t.step_id, t.active, t.compared from step_tallies t join pipeline_steps s on s.id = t.step_id
    where t.run_id = r.id and t.active > 0 and t.step_id = coalesce($2, t.step_id)
    order by s.position desc limit 1) t on true
  where r.id = $1`;

/** The votes of a candidate `c` that were not undone, and the letter it had in each. */
const VOTES = `(
  select 'a' as letter, v.outcome, v.candidate_b as other from votes v where v.candidate_a = c.id and v.undone_at is null
  union all
  select 'b', v.outcome, v.candidate_a from votes v where v.candidate_b = c.id and v.undone_at is null)`;

/** $1 run, $2 step, $3 how many. */
export const RANKED = `
  select row_number() over (order by c.elo_score desc, c.vote_count desc, c.id)::int as rank, c.id as "candidateId",
    c.elo_score as elo, c.vote_count as votes, w.wins
  from (select * from image_candidates c where c.run_id = $1 and c.step_id = $2 and c.status = 'active'
    order by c.elo_score desc, c.vote_count desc, c.id limit $3) c
  cross join lateral (select count(*)::int as wins from ${VOTES} v where v.outcome = v.letter) w
  order by rank`;

/** $1 run, $2 step: how many pairs of each active candidate have no vote. */
export const OPEN_PER_CANDIDATE = `
  with active as (select c.id, c.elo_score from image_candidates c where c.run_id = $1 and c.step_id = $2 and c.status = 'active')
  select c.id as "candidateId", c.elo_score as elo, ((select count(*) from active) - 1 - v.compared)::int as open
  from active c cross join lateral (
    select count(*) as compared from ${VOTES} v join active o on o.id = v.other) v`;
