/** $1 run, $2 step: the active candidates of one step. */
const ACTIVE = (alias: string) => `${alias}.run_id = $1 and ${alias}.step_id = $2 and ${alias}.status = 'active'`;

/** $3 and $4: the pairs to skip, the smaller id in $3. */
const OPEN_PAIR = (a: string, b: string) => `
  ${a} <> ${b}
  and not exists (select 1 from votes v where v.run_id = $1 and v.undone_at is null
    and least(v.candidate_a, v.candidate_b) = least(${a}, ${b}) and greatest(v.candidate_a, v.candidate_b) = greatest(${a}, ${b}))
  and not exists (select 1 from unnest($3::uuid[], $4::uuid[]) as s (low, high) where s.low = least(${a}, ${b}) and s.high = greatest(${a}, ${b}))`;

/**
 * Whether every pair of the step has a vote. A candidate with fewer votes than there are others has an open pair, and
 * the least-voted candidate nearly always is one. If it is not, and no candidate is rejected, there is no open pair.
 * Otherwise the votes between active candidates are counted, without votes against rejected ones.
 */
export const EXHAUSTED = `
  select case
    when others > least_votes then false
    when not exists (select 1 from image_candidates c where c.run_id = $1 and c.step_id = $2 and c.status = 'rejected') then true
    else (
      select count(*) from votes v
        join image_candidates a on a.id = v.candidate_a and a.status = 'active'
        join image_candidates b on b.id = v.candidate_b and b.status = 'active'
      where v.run_id = $1 and v.step_id = $2 and v.undone_at is null) = (others + 1) * others / 2 end as exhausted
  from (select vote_count as least_votes from image_candidates c where ${ACTIVE('c')} order by vote_count, id limit 1) first,
  lateral (select count(*) - 1 as others from (select 1 from image_candidates c where ${ACTIVE('c')} limit least_votes + 2) few) counted`;

/** The least-voted candidate with an open pair, ties by id; and the vote count of its least-voted partner. */
const IN_TURN = `
  select c.id, c.elo_score, p.vote_count as partner_votes
  from image_candidates c cross join lateral (
    select p.vote_count from image_candidates p where ${ACTIVE('p')} and ${OPEN_PAIR('c.id', 'p.id')}
    order by p.vote_count, p.elo_score, p.id limit 1) p
  where ${ACTIVE('c')} order by c.vote_count, c.id limit 1`;

const PARTNERS = `from image_candidates p where ${ACTIVE('p')} and p.vote_count = c.partner_votes and ${OPEN_PAIR('c.id', 'p.id')}`;

/**
 * The pair, in one statement, because a vote may be cast between two statements. Of the partners with the fewest votes
 * it takes the nearest in score, ties by id. The nearest above and the nearest below are each the first of an index;
 * sorting a group by distance would read ten thousand rows at the start.
 */
export const NEXT_PAIR = `
  select c.id as a, nearest.id as b from (${IN_TURN}) c cross join lateral (
    select id from (
      (select p.id, p.elo_score ${PARTNERS} and p.elo_score >= c.elo_score order by p.elo_score, p.id limit 1)
      union all
      (select p.id, p.elo_score ${PARTNERS} and p.elo_score = (
         select p.elo_score ${PARTNERS} and p.elo_score < c.elo_score order by p.elo_score desc limit 1) order by p.id limit 1)
    ) around order by abs(elo_score - c.elo_score), id limit 1) nearest`;
