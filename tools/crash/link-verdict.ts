import type { Pool } from 'pg';

const RUNS = `
  select r.id, r.cluster_id, w.id as winner, l.state, l.reason, l.photo_deleted, l.photo_id,
         p.id as photo, p.cluster_id as photo_cluster, p.image_candidate_id as photo_candidate,
         p.posted_at is not null as posted,
         (select count(*)::int from photos q join image_candidates c on c.id = q.image_candidate_id
          where c.run_id = r.id) as photos
  from pipeline_runs r
  left join image_candidates w on w.run_id = r.id and w.is_winner
  left join cluster_links l on l.run_id = r.id
  left join lateral (
    select q.* from photos q join image_candidates c on c.id = q.image_candidate_id where c.run_id = r.id limit 1
  ) p on true
  where r.status = 'completed'`;

interface RunRow {
  id: string;
  cluster_id: string | null;
  winner: string | null;
  state: string | null;
  reason: string | null;
  photo_deleted: boolean;
  photo_id: string | null;
  photo: string | null;
  photo_cluster: string | null;
  photo_candidate: string | null;
  posted: boolean;
  photos: number;
}

/**
 * Completed runs whose link or photo differs from the domain's table.
 * @param declined candidates whose photo was asked to be deleted
 */
export async function linkViolations(sql: Pool, declined: ReadonlySet<string>): Promise<string[]> {
  const { rows } = await sql.query<RunRow>(RUNS);
  return rows.flatMap((run) => {
    const expected = run.photos > 1 ? 'one photo at most' : expectation(run, declined);
    const actual = [run.state, run.reason].filter(Boolean).join(' ');
    const stays = expected === 'failed photo_posted';
    const place = run.photo && !stays && run.cluster_id !== run.photo_cluster ? ', its photo in another cluster' : '';
    const pointer = run.photo && run.photo !== run.photo_id ? ', its link pointing elsewhere' : '';
    return actual === expected && !place && !pointer
      ? []
      : [`run ${run.id} is ${actual || 'without a link'}${place}${pointer}; expected: ${expected}`];
  });
}

/** The domain's table, computed from the facts alone. A photo may be missing only where its deletion was asked for. */
function expectation(run: RunRow, declined: ReadonlySet<string>): string {
  const { cluster_id, winner, photo, photo_candidate, posted, photo_deleted } = run;
  if (!cluster_id) return 'skipped no_cluster';
  if (photo && photo_candidate === winner) return 'linked';
  if (photo) return posted ? 'failed photo_posted' : 'no photo of a former winner';
  if (!winner) return 'skipped no_winner';
  return photo_deleted && declined.has(winner) ? 'skipped photo_deleted' : 'linked: the winner is lost';
}
