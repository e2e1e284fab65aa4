import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/**
 * What is wrong with a library that has settled, as sentences. Asks the tables themselves and the store itself: what
 * linking believes of itself is not evidence.
 */
export async function violationsOf({ sql, store, actors }) {
  return [
    ...(await linkViolations(sql, actors)),
    ...(await countViolations(sql)),
    ...(await lostPromises(sql, actors)),
    ...(await otherWinners(sql, actors)),
    ...(await candidateViolations(sql)),
    ...(await objectViolations(sql, store)),
  ];
}

const RUNS = `
  select r.id, r.cluster_id, w.id as winner, l.state, l.reason, l.photo_deleted, l.photo_id,
         p.id as photo, p.cluster_id as photo_cluster, p.image_candidate_id as photo_candidate, p.posted_at is not null as posted,
         (select count(*)::int from photos q join image_candidates c on c.id = q.image_candidate_id where c.run_id = r.id) as photos
  from pipeline_runs r
  left join image_candidates w on w.run_id = r.id and w.is_winner
  left join cluster_links l on l.run_id = r.id
  left join lateral (select q.* from photos q join image_candidates c on c.id = q.image_candidate_id where c.run_id = r.id limit 1) p on true
  where r.status = 'completed'`;

async function linkViolations(sql, { declined }) {
  const { rows } = await sql.query(RUNS);
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

/** The table of the domain, from the facts alone; a photo is missing rightly only where a person asked for that. */
function expectation({ cluster_id, winner, photo, photo_candidate, posted, photo_deleted }, declined) {
  if (!cluster_id) return 'skipped no_cluster';
  if (photo && photo_candidate === winner) return 'linked';
  if (photo) return posted ? 'failed photo_posted' : 'no photo of a former winner';
  if (!winner) return 'skipped no_winner';
  return photo_deleted && declined.has(winner) ? 'skipped photo_deleted' : 'linked: the winner is lost';
}

async function countViolations(sql) {
  const { rows } = await sql.query(
    `select c.id from clusters c where (photos_count, runs_count) is distinct from
       ((select count(*) from photos where cluster_id = c.id), (select count(*) from pipeline_runs where cluster_id = c.id))`,
  );
  return rows.map(({ id }) => `cluster ${id} counts wrong`);
}

/** What was answered with a success has to be there, unless somebody deleted it. */
async function lostPromises(sql, { created, registered, completed, uploaded }) {
  const missing = async (ids, table, condition) =>
    (
      await sql.query(
        `select id from unnest($1::uuid[]) id where not exists (select 1 from ${table} t where t.id = id.id ${condition})`,
        [[...ids]],
      )
    ).rows;
  const runs = await missing(completed, 'pipeline_runs', `and t.status = 'completed'`);
  const photos = await missing(uploaded, 'photos', '');
  const made = await missing(created, 'pipeline_runs', '');
  const kept = [...registered].filter(([, runId]) => created.has(runId)).map(([id]) => id);
  const candidates = await missing(kept, 'image_candidates', '');
  return [
    ...made.map(({ id }) => `run ${id} was answered as created and is not there`),
    ...candidates.map(({ id }) => `candidate ${id} was answered as created and is not there`),
    ...runs.map(({ id }) => `run ${id} was answered as completed and is not`),
    ...photos.map(({ id }) => `photo ${id} was answered as created and is not there`),
  ];
}

/** The runs whose winner is known from the answers alone. */
export const promisedWinners = ({ runs }) => runs.filter(({ promise }) => promise.winner !== undefined);

/** The winner is the one whose choice was answered last, or none when it was unset last. */
async function otherWinners(sql, actors) {
  const { rows } = await sql.query('select run_id, id from image_candidates where is_winner');
  const winners = new Map(rows.map(({ run_id, id }) => [run_id, id]));
  return promisedWinners(actors)
    .filter(({ id, promise }) => (winners.get(id) ?? null) !== promise.winner)
    .map(
      ({ id, promise }) => `run ${id} has ${winners.get(id) ?? 'no winner'}; answered was ${promise.winner ?? 'none'}`,
    );
}

/** A candidate that is in the library can be looked at and chosen, whatever became of the request that brought it. */
async function candidateViolations(sql) {
  const { rows } = await sql.query('select id, image_path, sha256 from image_candidates');
  const violations = [];
  for (const { id, image_path, sha256 } of rows) {
    const bytes = await readFile(image_path).catch(() => undefined);
    if (!bytes) violations.push(`candidate ${id} has no file`);
    else if (createHash('sha256').update(bytes).digest('hex') !== sha256)
      violations.push(`candidate ${id} has other bytes`);
  }
  return violations;
}

async function objectViolations(sql, store) {
  const { rows } = await sql.query(
    `select p.id, o.key, o.sha256, c.sha256 as registered from photos p
     left join photo_objects o on o.photo_id = p.id left join image_candidates c on c.id = p.image_candidate_id`,
  );
  const violations = [];
  for (const { id, key, sha256, registered } of rows) {
    const actual = key && (await store.hashOf(key));
    if (!actual) violations.push(`photo ${id} has no object`);
    else if (actual !== sha256 || (registered && actual !== registered)) violations.push(`photo ${id} has other bytes`);
  }
  const known = await sql.query(
    `select key from photo_objects union select key from object_tombstones union select intended_key from cluster_links where intended_key is not null`,
  );
  const keys = new Set(known.rows.map(({ key }) => key));
  const untracked = (await store.keys()).filter((key) => !keys.has(key));
  return [...violations, ...untracked.map((key) => `the object ${key} belongs to nobody`)];
}
