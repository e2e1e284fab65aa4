import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Pool } from 'pg';
import type { FakeProcess, JournalPrompt } from './fake-process.ts';
import type { AskedRun } from './people.ts';

/** Everything that is wrong, as sentences. */
export async function violationsOf(
  sql: Pool,
  fakes: readonly FakeProcess[],
  asked: readonly AskedRun[],
): Promise<string[]> {
  const journals = await Promise.all(fakes.map((fake) => fake.prompts()));
  return [
    ...(await ofTables(sql)),
    ...(await overlaps(sql, journals)),
    ...(await lostPictures(sql, fakes, journals.flat())),
    ...(await ofFiles(sql)),
    ...(await ofLimits(sql, asked)),
  ];
}

/** Each selects what must not be. */
const NEVER: readonly [string, string][] = [
  ['a job has not ended', `select id from generation_jobs where state in ('queued', 'waiting', 'working')`],
  ['an attempt has not ended', 'select id from generation_attempts where ended_at is null'],
  [
    'a job is not done by one attempt with candidates',
    `select j.id from generation_jobs j where (j.state = 'done') <> (1 = (
       select count(distinct o.attempt_id) from generation_outputs o where o.job_id = j.id and o.candidate_id is not null))`,
  ],
  [
    'a candidate of this actor has no job',
    `select subject_id as id from audit_log l where action = 'candidate.registered' and actor = 'system:generation'
     and exists (select 1 from image_candidates c where c.id::text = l.subject_id)
     and not exists (select 1 from generation_outputs o where o.candidate_id::text = l.subject_id)`,
  ],
  [
    'a file of a server was taken twice',
    `select min(o.candidate_id::text) as id from generation_outputs o join generation_attempts a on a.id = o.attempt_id
     where o.candidate_id is not null group by a.server_id, o.filename, o.subfolder having count(*) > 1`,
  ],
  [
    'two candidates have one picture',
    'select min(id::text) as id from image_candidates group by run_id, sha256 having count(*) > 1',
  ],
  ['a job has more than five attempts', 'select id from generation_jobs where attempts > 5'],
];

async function ofTables(sql: Pool): Promise<string[]> {
  const found: string[] = [];
  for (const [what, query] of NEVER)
    for (const { id } of (await sql.query<{ id: string }>(query)).rows) found.push(`${what}: ${id}`);
  return found;
}

/** Two prompts of ours on one server at one moment. */
async function overlaps(sql: Pool, journals: readonly JournalPrompt[][]): Promise<string[]> {
  const ids = (await sql.query<{ id: string }>('select id from generation_attempts')).rows.map(({ id }) => id);
  const ours = new Set(ids);
  return journals.flatMap((prompts, server) => {
    const known = prompts.filter(({ promptId }) => ours.has(promptId));
    const sorted = known.toSorted((a, b) => a.receivedAt - b.receivedAt);
    return sorted.flatMap((prompt, i) => {
      const before = sorted[i - 1];
      const isOver = !before || (before.endedAt !== null && before.endedAt <= prompt.receivedAt);
      return isOver ? [] : [`server ${server + 1} had two prompts at once: ${before.promptId} and ${prompt.promptId}`];
    });
  });
}

/**
 * A job that failed although a server had made its picture and still says so. What a server made and then forgot, no
 * one can ask for: its name is gone.
 */
async function lostPictures(
  sql: Pool,
  fakes: readonly FakeProcess[],
  prompts: readonly JournalPrompt[],
): Promise<string[]> {
  const made = prompts.filter(({ state, images }) => state === 'success' && images.length > 0);
  const { rows } = await sql.query<{ id: string; reason: string }>(
    `select a.id, j.reason from generation_attempts a join generation_jobs j on j.id = a.job_id
     where a.id = any($1) and j.state = 'failed'`,
    [made.map(({ promptId }) => promptId)],
  );
  const found: string[] = [];
  for (const { id, reason } of rows)
    if ((await Promise.all(fakes.map((fake) => fake.knows(id)))).includes(true))
      found.push(`the picture of ${id} was made, and its job failed: ${reason}`);
  return found;
}

async function ofFiles(sql: Pool): Promise<string[]> {
  const { rows } = await sql.query<{ id: string; image_path: string; sha256: string }>(
    'select id, image_path, sha256 from image_candidates',
  );
  const found: string[] = [];
  for (const { id, image_path: path, sha256 } of rows) {
    const bytes = await readFile(path).catch(() => undefined);
    if (!bytes) found.push(`candidate ${id} has no file`);
    else if (createHash('sha256').update(bytes).digest('hex') !== sha256) found.push(`candidate ${id} has other bytes`);
  }
  return found;
}

/** More than were asked for, and more parents than K where nothing was voted after the approval. */
async function ofLimits(sql: Pool, asked: readonly AskedRun[]): Promise<string[]> {
  const { rows } = await sql.query<{ run_id: string; most: number }>(
    `select run_id, max(n)::int as most from (
       select run_id, count(*) as n from image_candidates where status = 'active' group by run_id, step_id, parent_id) c
     group by run_id`,
  );
  const most = new Map(rows.map((row) => [row.run_id, row.most]));
  const parents = await sql.query<{ run_id: string; parents: number }>(
    `select run_id, max(n)::int as parents from (
       select j.run_id, count(distinct j.parent_id) as n from generation_jobs j where j.parent_id is not null
       group by j.run_id, j.step_id) p group by run_id`,
  );
  const used = new Map(parents.rows.map((row) => [row.run_id, row.parents]));
  return asked.flatMap(({ id, most: n, topK, isCalm }) => [
    ...((most.get(id) ?? 0) > n ? [`run ${id} has ${most.get(id)} of one parent, and ${n} were asked for`] : []),
    ...(isCalm && (used.get(id) ?? 0) > topK ? [`run ${id} has ${used.get(id)} parents, and K is ${topK}`] : []),
  ]);
}
