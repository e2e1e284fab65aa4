import type { LibraryCheck } from '@trellis/database';

const COUNTS = `
  select c.id, (select count(*) from pub_photos_photos where cluster_id = c.id)::int as photos,
    (select count(*) from pub_pipeline_runs where cluster_id = c.id)::int as runs from clusters c`;

/** Links, and the kept numbers of them, with opposite signs. */
const LINK_COUNTS = `
  select state, reason, 1 as n from cluster_links
  union all select state, reason, -links from cluster_link_counts`;

const LINK = 'trellis link';

/** The invariants of clusters and links. */
export const clusteringChecks: readonly LibraryCheck[] = [
  {
    code: 'cluster_counts',
    meaning: 'photos_count or runs_count does not match the rows.',
    cure: 'trellis doctor --fix',
    sql: `select c.id from clusters c join (${COUNTS}) n using (id) where (c.photos_count, c.runs_count) <> (n.photos, n.runs)`,
    fix: [
      'select 1 from clusters where id = $1 for no key update',
      `update clusters c set photos_count = n.photos, runs_count = n.runs from (${COUNTS}) n where n.id = c.id and c.id = $1`,
    ],
  },
  {
    code: 'link_counts',
    meaning: 'The kept number of links of a state and reason does not match the rows.',
    cure: 'trellis doctor --fix',
    sql: `select concat_ws(' ', state, reason) as id from (${LINK_COUNTS}) c group by state, reason having sum(n) <> 0`,
    // The difference is one more change, so links that change meanwhile are counted.
    fix: [
      `insert into cluster_link_counts (state, reason, links)
       select state, reason, sum(n) from (${LINK_COUNTS}) c where concat_ws(' ', state, reason) = $1
       group by state, reason having sum(n) <> 0`,
    ],
  },
  {
    code: 'completed_without_link',
    meaning: 'The run was completed more than five minutes ago and has no link.',
    cure: LINK,
    sql: `select r.id from pub_pipeline_runs r where r.status = 'completed' and r.completed_at < now() - interval '5 minutes'
          and not exists (select 1 from cluster_links where run_id = r.id)`,
  },
  {
    code: 'link_stays_pending',
    meaning: 'The link has been pending for more than fifteen minutes: no worker runs, or each attempt fails.',
    cure: LINK,
    sql: `select run_id as id from cluster_links where state = 'pending' and updated_at < now() - interval '15 minutes'`,
  },
  {
    code: 'link_failed',
    meaning: 'The winner could not be linked. GET /runs/:id/link has the reason.',
    cure: 'put the file back, or choose another winner; then trellis link --state failed',
    sql: `select run_id as id from cluster_links where state = 'failed'`,
  },
  {
    code: 'link_skipped_wrongly',
    meaning: 'The link is skipped for a missing cluster or winner, but the run has one.',
    cure: 'trellis link --run ID',
    sql: `select l.run_id as id from cluster_links l join pub_pipeline_runs r on r.id = l.run_id
          where l.state = 'skipped' and ((l.reason = 'no_cluster' and r.cluster_id is not null)
            or (l.reason = 'no_winner' and exists (select 1 from pub_pipeline_candidates where run_id = r.id and is_winner)))`,
  },
  {
    code: 'linked_without_photo',
    meaning: 'The link is linked, but its photo is not the photo of the winner.',
    cure: 'trellis link --run ID',
    sql: `select l.run_id as id from cluster_links l left join pub_photos_photos p on p.id = l.photo_id
          left join pub_pipeline_candidates w on w.run_id = l.run_id and w.is_winner
          where l.state = 'linked' and (p.id is null or p.candidate_id is distinct from w.id)`,
  },
  {
    code: 'photo_elsewhere',
    meaning: "The winner's photo is in another cluster than its run.",
    cure: 'trellis link --run ID',
    sql: `select r.id from pub_pipeline_runs r join cluster_links l on l.run_id = r.id join pub_photos_photos p on p.id = l.photo_id
          where l.state = 'linked' and p.cluster_id is distinct from r.cluster_id`,
  },
  {
    code: 'two_photos',
    meaning: 'More than one photo was made from candidates of the run.',
    cure: 'delete the wrong one: DELETE /photos/:id',
    sql: `select c.run_id as id from pub_photos_photos p join pub_pipeline_candidates c on c.id = p.candidate_id
          group by c.run_id having count(*) > 1`,
  },
];
