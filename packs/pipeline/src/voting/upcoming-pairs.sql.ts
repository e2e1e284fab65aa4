/** $1 run, $2 step: the active candidates of one step. */
const ACTIVE = (alias: string) => `${alias}.run_id = $1 and ${alias}.step_id = $2 and ${alias}.status = 'active'`;

/** Without a vote, not skipped ($3 and $4, the smaller id in $3), and not among the pairs chosen before. */
const OPEN = (a: string, b: string) => `
  ${a} <> ${b}
  and not exists (select 1 from votes v where v.run_id = $1 and v.undone_at is null
    and least(v.candidate_a, v.candidate_b) = least(${a}, ${b}) and greatest(v.candidate_a, v.candidate_b) = greatest(${a}, ${b}))
  and not exists (select 1 from unnest(s.lows, s.highs) as x (low, high) where x.low = least(${a}, ${b}) and x.high = greatest(${a}, ${b}))`;

/** The candidates of pairs chosen before, with one more vote for each time. There are sixteen at most. */
const TOUCHED = `
  select t.id, t.elo_score, t.vote_count + u.added as votes from (
    select id, count(*)::int as added from unnest(s.voted) as v (id) group by id) u
  join image_candidates t on t.id = u.id and ${ACTIVE('t')}`;

const UNTOUCHED = (alias: string) => `${ACTIVE(alias)} and ${alias}.id <> all (s.voted)`;

/** The fewest votes of the partners that are open to this candidate; no row without any. */
const FEWEST = (to: string) => `
  select few.votes from (
    (select p.vote_count as votes from image_candidates p where ${UNTOUCHED('p')} and ${OPEN(to, 'p.id')}
      order by p.vote_count limit 1)
    union all select t.votes from (${TOUCHED}) t where ${OPEN(to, 't.id')}) few order by few.votes limit 1`;

/**
 * The least-voted candidate with an open pair, ties by id. The fewest votes of its partners are found with it: asked for
 * by an `exists`, PostgreSQL would read every vote of the run to answer.
 */
const IN_TURN = `
  select c.id, c.elo_score, c.partner_votes from (
    (select c.id, c.elo_score, c.vote_count as votes, f.votes as partner_votes from image_candidates c
      cross join lateral (${FEWEST('c.id')}) f where ${UNTOUCHED('c')} order by c.vote_count, c.id limit 1)
    union all
    select u.id, u.elo_score, u.votes, f.votes from (${TOUCHED}) u cross join lateral (${FEWEST('u.id')}) f) c
  order by c.votes, c.id limit 1`;

const PARTNERS = `from image_candidates p where ${UNTOUCHED('p')} and p.vote_count = c.partner_votes and ${OPEN('c.id', 'p.id')}`;

/** Of the partners with the fewest votes the nearest in score, ties by id. */
const NEAREST = `
  select id from (
    (select p.id, p.elo_score ${PARTNERS} and p.elo_score >= c.elo_score order by p.elo_score, p.id limit 1)
    union all
    (select p.id, p.elo_score ${PARTNERS} and p.elo_score = (
       select p.elo_score ${PARTNERS} and p.elo_score < c.elo_score order by p.elo_score desc limit 1) order by p.id limit 1)
    union all
    select t.id, t.elo_score from (${TOUCHED}) t where t.votes = c.partner_votes and ${OPEN('c.id', 't.id')}
  ) around order by abs(elo_score - c.elo_score), id limit 1`;

/**
 * $5 pairs of one step, each chosen as if those before it had a vote: the least-voted candidate, and the least-voted of
 * those that it was not compared with. Scores stay as they are, because an outcome is not known before the vote. One
 * statement: a vote may be cast between two. Every choice is the first entry of an index, beside the few candidates of
 * the pairs before it, so that the time does not depend on the size of the run.
 */
export const UPCOMING_PAIRS = `
  with recursive upcoming (n, a, b, voted, lows, highs) as (
    select 0, null::uuid, null::uuid, '{}'::uuid[], $3::uuid[], $4::uuid[]
    union all
    select s.n + 1, c.id, p.id, s.voted || c.id || p.id, s.lows || least(c.id, p.id), s.highs || greatest(c.id, p.id)
    from upcoming s cross join lateral (${IN_TURN}) c cross join lateral (${NEAREST}) p where s.n < $5)
  select a, b from upcoming where n > 0 order by n`;
