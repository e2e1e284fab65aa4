import type { EntityManager } from 'typeorm';

/** The fields of a run that a backfill may change. */
export interface RunFields {
  personaId?: string | null;
  clusterId?: string | null;
  name?: string;
  prompt?: string | null;
  /**
   * Only the changed variables; null is a missing variable. The others stay in the database: a number may be larger
   * than JavaScript can represent.
   */
  variables?: Readonly<Record<string, string | null>>;
}

/** A change of one run that applies only while the run is as `before`. */
export interface RunRewrite {
  runId: string;
  before: RunFields;
  after: RunFields;
  /** ISO 8601: the last change of the run that `before` includes. After any later change the run is skipped. */
  seenAt?: string;
}

const WANTED = `jsonb_to_recordset($1::jsonb) as w ("runId" uuid, before jsonb, after jsonb, "seenAt" timestamptz)`;

const NOW = `jsonb_build_object('personaId', r.persona_id, 'clusterId', r.cluster_id, 'name', r.name, 'prompt', r.prompt)`;

/** Only the fields and variables of the change. */
const STANDS = (side: string) => `
  not exists (
    select 1 from jsonb_each(w.${side} - 'variables') f where f.value is distinct from (${NOW})->f.key
    union all
    select 1 from jsonb_each(coalesce(w.${side}->'variables', '{}')) v
    where nullif(v.value, 'null') is distinct from r.variables->v.key)`;

const LOCK = `select r.id from pipeline_runs r join ${WANTED} on w."runId" = r.id order by r.id for no key update of r`;

/**
 * A trigger's plan that was made while its table was empty scans the whole table for each row, also after the table has
 * grown: twenty thousand runs took nine seconds instead of one.
 */
const SETTINGS = `select set_config('trellis.backfill', 'on', true), set_config('enable_seqscan', 'off', true)`;

const field = (name: string, value: string, otherwise: string) =>
  `case when w.after ? '${name}' then ${value} else ${otherwise} end`;

const REWRITE = `
  update pipeline_runs r set
    persona_id = ${field('personaId', `(w.after->>'personaId')::uuid`, 'r.persona_id')},
    cluster_id = ${field('clusterId', `(w.after->>'clusterId')::uuid`, 'r.cluster_id')},
    name = ${field('name', `w.after->>'name'`, 'r.name')},
    prompt = ${field('prompt', `w.after->>'prompt'`, 'r.prompt')},
    variables = ${field(
      'variables',
      `(r.variables - array(select jsonb_object_keys(w.before->'variables'))) || jsonb_strip_nulls(w.after->'variables')`,
      'r.variables',
    )}
  from ${WANTED} where r.id = w."runId" and (w."seenAt" is null or w."seenAt" = r.updated_at) and ${STANDS('before')}
  returning r.id`;

/**
 * Rewrites runs in one statement, without recording events. The caller has locked the clusters. Returns the ids of the
 * changed runs; the others are no longer as their change expects.
 */
export async function rewriteRuns(manager: EntityManager, rewrites: readonly RunRewrite[]): Promise<Set<string>> {
  const wanted = [JSON.stringify(rewrites)];
  await manager.query(SETTINGS);
  await manager.query(LOCK, wanted);
  const [rows] = await manager.query<[{ id: string }[], number]>(REWRITE, wanted);
  return new Set(rows.map(({ id }) => id));
}

/** The ids of runs that are as `after` states. */
export async function runsThatStand(manager: EntityManager, rewrites: readonly RunRewrite[]): Promise<Set<string>> {
  const sql = `select r.id from pipeline_runs r join ${WANTED} on w."runId" = r.id where ${STANDS('after')}`;
  return new Set((await manager.query<{ id: string }[]>(sql, [JSON.stringify(rewrites)])).map(({ id }) => id));
}
