import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Pool } from 'pg';
import { linkViolations } from './link-verdict.ts';
import type { ObjectPlace, StoreName } from '@trellis/storage';
import type { Ledger } from './ledger.ts';
import type { Store } from './stores.ts';

/**
 * The faults of a settled library, as sentences. The tables and the store are read directly: the link's own record is
 * no evidence.
 */
export async function violationsOf(sql: Pool, store: Store, ledger: Ledger): Promise<string[]> {
  return [
    ...(await linkViolations(sql, ledger.declined)),
    ...(await countViolations(sql)),
    ...(await lostPromises(sql, ledger)),
    ...(await otherWinners(sql, ledger)),
    ...(await candidateViolations(sql)),
    ...(await objectViolations(sql, store)),
    ...(await renditionViolations(sql)),
    ...(await publicOriginals(sql, store)),
  ];
}

async function countViolations(sql: Pool): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(
    `select c.id from clusters c where (photos_count, runs_count) is distinct from
       ((select count(*) from photos where cluster_id = c.id),
        (select count(*) from pipeline_runs where cluster_id = c.id))`,
  );
  return rows.map(({ id }) => `cluster ${id} counts wrong`);
}

/** Everything answered with a success is there, unless its deletion was asked for. */
async function lostPromises(sql: Pool, { created, registered, completed, uploaded }: Ledger): Promise<string[]> {
  const missing = async (ids: Iterable<string>, table: string, condition = '') => {
    const { rows } = await sql.query<{ id: string }>(
      `select id from unnest($1::uuid[]) id
       where not exists (select 1 from ${table} t where t.id = id.id ${condition})`,
      [[...ids]],
    );
    return rows;
  };
  const kept = [...registered].filter(([, runId]) => created.has(runId)).map(([id]) => id);
  const completedRuns = await missing(completed, 'pipeline_runs', `and t.status = 'completed'`);
  return [
    ...(await missing(created, 'pipeline_runs')).map(({ id }) => `run ${id} was answered as created and is missing`),
    ...(await missing(kept, 'image_candidates')).map(
      ({ id }) => `candidate ${id} was answered as created and is missing`,
    ),
    ...completedRuns.map(({ id }) => `run ${id} was answered as completed and is not`),
    ...(await missing(uploaded, 'photos')).map(({ id }) => `photo ${id} was answered as created and is missing`),
  ];
}

/** The winner is the candidate of the last answered choice, or none when the winner was unset last. */
async function otherWinners(sql: Pool, ledger: Ledger): Promise<string[]> {
  const { rows } = await sql.query<{ run_id: string; id: string }>(
    'select run_id, id from image_candidates where is_winner',
  );
  const winners = new Map(rows.map(({ run_id, id }) => [run_id, id]));
  return ledger
    .promisedWinners()
    .filter(({ id, promise }) => (winners.get(id) ?? null) !== promise.winner)
    .map(
      ({ id, promise }) => `run ${id} has ${winners.get(id) ?? 'no winner'}; answered was ${promise.winner ?? 'none'}`,
    );
}

/** The file of each candidate is there with its bytes, whether or not the upload was answered. */
async function candidateViolations(sql: Pool): Promise<string[]> {
  const { rows } = await sql.query<{ id: string; image_path: string; sha256: string }>(
    'select id, image_path, sha256 from image_candidates',
  );
  const violations: string[] = [];
  for (const { id, image_path, sha256 } of rows) {
    const bytes = await readFile(image_path).catch(() => undefined);
    if (!bytes) violations.push(`candidate ${id} has no file`);
    else if (createHash('sha256').update(bytes).digest('hex') !== sha256)
      violations.push(`candidate ${id} has other bytes`);
  }
  return violations;
}

interface PhotoRow {
  id: string;
  store: StoreName;
  key: string | null;
  sha256: string;
  registered: string | null;
}

async function objectViolations(sql: Pool, store: Store): Promise<string[]> {
  const { rows } = await sql.query<PhotoRow>(
    `select p.id, o.store, o.key, o.sha256, case when o.kind = 'original' then c.sha256 end as registered from photos p
     left join photo_objects o on o.photo_id = p.id left join image_candidates c on c.id = p.image_candidate_id`,
  );
  const violations: string[] = [];
  for (const { id, store: name, key, sha256, registered } of rows) {
    const actual = key ? await store.hashOf({ store: name, key }) : undefined;
    if (!actual) violations.push(`photo ${id} has no object`);
    else if (actual !== sha256 || (registered && actual !== registered)) violations.push(`photo ${id} has other bytes`);
  }
  const known = await sql.query<ObjectPlace>(
    `select store, key from photo_objects union select store, key from object_tombstones
     union select coalesce(intended_store, 'public'), intended_key from cluster_links where intended_key is not null`,
  );
  const named = ({ store: name, key }: ObjectPlace) => `${name} ${key}`;
  const places = new Set(known.rows.map(named));
  const untracked = (await store.places()).map(named).filter((place) => !places.has(place));
  return [...violations, ...untracked.map((place) => `no row refers to the object ${place}`)];
}

/** Every original is private, and no copy of one is left where the public can read it. */
async function publicOriginals(sql: Pool, store: Store): Promise<string[]> {
  const { rows } = await sql.query<{ id: string }>(
    `select photo_id as id from photo_objects where kind = 'original' and store = 'public'`,
  );
  const open = (await store.places()).filter((place) => place.store === 'public' && !/^renditions\//.test(place.key));
  return [
    ...rows.map(({ id }) => `the original of photo ${id} is public`),
    ...open.map(({ key }) => `the public store still has ${key}`),
  ];
}

const COMPLETE: Readonly<Record<string, string>> = {
  ready: 'instagram,large,preview,thumb',
  needs_crop: 'large,preview,thumb',
};

/** Every photo has all of its renditions, and none of a former version: it is ready, or needs a crop. */
async function renditionViolations(sql: Pool): Promise<string[]> {
  const { rows } = await sql.query<{ id: string; readiness: string; kinds: string[] }>(
    `select p.id, p.readiness || p.readiness_reasons::text as readiness, array(
       select kind from photo_objects where photo_id = p.id and key like 'renditions/' || p.id || '/%-' || p.rendition_version || '-%'
       order by kind) as kinds
     from photos p`,
  );
  return rows
    .filter(({ readiness, kinds }) => kinds.join() !== COMPLETE[readiness.replace(/\[.*/, '')])
    .map(({ id, readiness, kinds }) => `photo ${id} is ${readiness} with the renditions ${kinds.join(', ')}`);
}
