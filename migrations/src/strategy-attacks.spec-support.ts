import { id } from './invariants.spec-support.ts';

const BATCH = `insert into suggestion_batches (id, persona_id, pillar_id, wanted, source, created_by, state)`;
const SUGGESTION = `insert into suggestions (id, batch_id, persona_id, pillar_id, place, title, description, prompt, source)`;
const suggestion = (n: number, place: number) =>
  `${SUGGESTION} values ('${id(n)}', '${id(901)}', '${id(1)}', '${id(11)}', ${place}, 't', 'd', 'p', 'template');`;
const ANALYSIS = `insert into gap_analyses (id, persona_id, as_of, horizon_days, posts_per_week, needed, ready, planned,
  missing, overcommitted, unplanned_weight, homeless, created_by)`;

/** A batch with two ideas, one that is queued, and kept gaps. */
export const strategy = `
  begin;
  ${BATCH} values ('${id(901)}', '${id(1)}', '${id(11)}', 2, 'template', 'test', 'done');
  ${suggestion(911, 0)} ${suggestion(912, 1)}
  ${BATCH} values ('${id(902)}', '${id(1)}', '${id(11)}', 1, 'ai', 'test', 'queued');
  ${ANALYSIS} values ('${id(921)}', '${id(1)}', '2026-12-01', 28, 5, 8, 1.33, 0, 7, false, 0, 0, 'test');
  commit;`;

const change = (columns: string, n = 911) => `update suggestions set ${columns} where id = '${id(n)}'`;
const queued = (columns: string) => `update suggestion_batches set ${columns} where id = '${id(902)}'`;
const accepted = change(`state = 'accepted', accepted_at = now()`);

/** Each attack, and the constraint that has to refuse it. */
export const attacks: [string, string, string][] = [
  ['a person under 18', `update personas set depicts = 'person', declared_age = 17`, 'ck_personas_adult'],
  ['a person of no age', `update personas set depicts = 'person'`, 'ck_personas_adult'],
  [
    'a second batch of a pillar under way',
    `${BATCH} values ('${id(903)}', '${id(1)}', '${id(11)}', 1, 'ai', 't', 'queued')`,
    'uq_suggestion_batches_under_way',
  ],
  [
    'a batch of a pillar of another persona',
    `${BATCH} values ('${id(903)}', '${id(2)}', '${id(12)}', 1, 'ai', 't', 'queued')`,
    'fk_suggestion_batches_pillar',
  ],
  ['eleven ideas', queued('wanted = 11'), 'ck_suggestion_batches_asked'],
  ['a batch that is done without its ideas', queued(`state = 'done'`), 'ck_suggestion_batches_whole'],
  ['an idea more than was asked for', suggestion(913, 2), 'ck_suggestion_batches_whole'],
  ['two ideas in one place', suggestion(913, 1), 'uq_suggestions_place'],
  ['a failure without a reason', queued(`state = 'failed'`), 'ck_suggestion_batches_error'],
  ['a reason without words', queued(`state = 'failed', error_kind = 'invalid'`), 'ck_suggestion_batches_error'],
  ['a batch that runs without a lease', queued(`state = 'running'`), 'ck_suggestion_batches_lease'],
  [
    'a batch that is done and begins again',
    `update suggestion_batches set state = 'queued' where id = '${id(901)}'`,
    'ck_suggestion_batches_final',
  ],
  ['an idea that is accepted without a time', change(`state = 'accepted'`), 'ck_suggestions_accepted'],
  ['a time without acceptance', change('accepted_at = now()'), 'ck_suggestions_accepted'],
  ['an idea with a cluster before it is accepted', change(`cluster_id = '${id(21)}'`), 'ck_suggestions_made'],
  [
    'an idea with a cluster of another persona',
    `${accepted}; ${change(`cluster_id = '${id(22)}'`)}`,
    'fk_suggestions_cluster',
  ],
  [
    'an idea that is accepted and rejected',
    `${accepted}; ${change(`state = 'rejected', accepted_at = null`)}`,
    'ck_suggestions_closed',
  ],
  ['another text of an idea that was decided', `${accepted}; ${change(`prompt = 'x'`)}`, 'ck_suggestions_closed'],
  [
    'an idea that begins as accepted',
    `${SUGGESTION.replace('source)', 'source, state, accepted_at)')} values ('${id(913)}', '${id(901)}', '${id(1)}', '${id(11)}', 2, 't', 'd', 'p', 'ai', 'accepted', now())`,
    'ck_suggestions_begins',
  ],
  ['an empty title', change(`title = ''`), 'ck_suggestions_title'],
  [
    'a run of two ideas',
    `${accepted}; ${change(`state = 'accepted', accepted_at = now()`, 912)}; update suggestions set run_made = true, run_id = '${id(51)}'`,
    'uq_suggestions_run',
  ],
  ['a run that was not made', `${accepted}; ${change(`run_id = '${id(51)}'`)}`, 'ck_suggestions_made'],
  ['a change of kept gaps', 'update gap_analyses set score = 1', 'ck_gap_analyses_immutable'],
  ['a deletion of kept gaps', 'delete from gap_analyses', 'ck_gap_analyses_immutable'],
  [
    'a text of a call that the policy refused',
    `insert into ai_calls (id, purpose, provider, model, actor, prompt, prompt_sha256, outcome) values ('${id(931)}', 'suggestions', 'google', 'm', 'a', 'text', repeat('0', 64), 'policy')`,
    'ck_ai_calls_policy',
  ],
];
