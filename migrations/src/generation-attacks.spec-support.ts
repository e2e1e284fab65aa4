import { id, sha } from './invariants.spec-support.ts';

const JOB = `insert into generation_jobs (id, run_id, step_id, kept_values, created_by, state)`;
const job = (n: number, state = 'queued', step = 41, run = 52) =>
  `${JOB} values ('${id(n)}', '${id(run)}', '${id(step)}', '{}', 'test', '${state}');`;
const CHILD = `insert into generation_jobs (id, run_id, step_id, parent_id, kept_values, created_by) values`;
const ATTEMPT = `insert into generation_attempts (id, job_id, server_id, server_name, state)`;
export const attempt = (n: number, jobId: number, { server = 401, state = 'sending' } = {}) =>
  `${ATTEMPT} values ('${id(n)}', '${id(jobId)}', '${id(server)}', 'a', '${state}');`;
export const move = (n: number, columns: string) => `update generation_attempts set ${columns} where id = '${id(n)}';`;
const turn = (n: number, columns: string) => `update generation_jobs set ${columns} where id = '${id(n)}';`;
const output = (n: number, attemptId: number, jobId: number, rest: string, ordinal = 0) =>
  `insert into generation_outputs (id, attempt_id, job_id, run_id, step_id, node, subfolder, type, ordinal, filename, sha256, candidate_id, refusal)
   values ('${id(n)}', '${id(attemptId)}', '${id(jobId)}', '${id(52)}', '${id(41)}', '9', '', 'output', ${ordinal}, ${rest});`;
const ended = (state: string) => `state = '${state}', ended_at = now()`;

/** Two servers; a job that is done, one that is being made, one that waits, and one that failed. */
export const generation = `
  begin;
  insert into pipeline_steps (id, pipeline_id, name, position, workflow_template) values ('${id(43)}', '${id(31)}', 'Next', 2, '{}');
  insert into image_candidates (id, run_id, step_id, image_path) values
    ('${id(65)}', '${id(52)}', '${id(41)}', '/e.png'), ('${id(66)}', '${id(52)}', '${id(43)}', '/f.png');
  insert into comfy_servers (id, name, base_url) values ('${id(401)}', 'a', 'http://a:8188'), ('${id(402)}', 'b', 'http://b:8188');
  insert into run_generations (run_id, max_children) values ('${id(52)}', 3);
  ${job(411)} ${job(412)} ${job(413)} ${job(414)}
  ${attempt(421, 411)} ${turn(411, `state = 'working'`)} ${move(421, `state = 'accepted'`)}
  ${attempt(422, 412, { server: 402 })} ${turn(412, `state = 'working'`)} ${move(422, `state = 'accepted'`)}
  ${move(422, `state = 'collecting', images = '[]'`)} ${move(422, ended('succeeded'))}
  ${turn(412, ended('done'))} ${output(431, 422, 412, `'x.png', '${sha}', '${id(63)}', null`)}
  ${turn(414, `${ended('failed')}, reason = 'no_image', failure_counted = true`)}
  commit;`;

/** Each attack, and the constraint that has to refuse it. */
export const attacks: [string, string, string][] = [
  ['a second open attempt of a job', attempt(423, 411, { server: 402 }), 'uq_generation_attempts_open'],
  ['a second prompt in flight on a server', attempt(423, 413), 'uq_generation_attempts_in_flight'],
  [
    'an attempt that begins as accepted',
    attempt(423, 413, { server: 402, state: 'accepted' }),
    'ck_generation_attempts_begins',
  ],
  ['an attempt of a job that ended', attempt(423, 412, { server: 402 }), 'ck_generation_attempts_open_job'],
  ['an end that begins again', move(422, `state = 'running', ended_at = null`), 'ck_generation_attempts_transition'],
  ['an end with another reason', move(422, `message = 'x'`), 'ck_generation_attempts_final'],
  ['an end without a time', move(421, `state = 'lost'`), 'ck_generation_attempts_ended'],
  ['a failure without its error', move(421, ended('failed')), 'ck_generation_attempts_error'],
  ['an attempt that moves to another server', move(421, `server_id = '${id(402)}'`), 'ck_generation_attempts_fixed'],
  ['an attempt that moves to another job', move(421, `job_id = '${id(413)}'`), 'ck_generation_attempts_fixed'],
  [
    'a server that goes while it makes a picture',
    `delete from comfy_servers where id = '${id(401)}'`,
    'ck_generation_attempts_server',
  ],
  ['progress beyond its end', move(421, 'progress_value = 3, progress_max = 2'), 'ck_generation_attempts_progress'],
  ['a message of a whole traceback', move(421, `message = repeat('x', 501)`), 'ck_generation_attempts_message'],
  ['collecting without what to collect', move(421, `state = 'collecting'`), 'ck_generation_attempts_images'],
  ['a cancellation for no reason', move(421, `state = 'cancelling'`), 'ck_generation_attempts_cancelling'],
  ['a job that begins as done', job(415, 'done'), 'ck_generation_jobs_begins'],
  ['a job of a step of another pipeline', job(415, 'queued', 42), 'ck_generation_jobs_step'],
  ['a job that is done without a picture', turn(411, ended('done')), 'ck_generation_jobs_done'],
  [
    'a picture of a job that is not done',
    `${turn(411, `state = 'queued'`)} ${move(421, `state = 'collecting', images = '[]'`)} ${move(421, ended('succeeded'))} ${output(432, 421, 411, `'y.png', '${sha}', '${id(65)}', null`)}`,
    'ck_generation_jobs_done',
  ],
  ['a job that is done and queued', turn(412, `state = 'queued', ended_at = null`), 'ck_generation_jobs_transition'],
  ['a job that is worked on by none', turn(413, `state = 'working'`), 'ck_generation_jobs_working'],
  ['a failure without a reason', turn(413, ended('failed')), 'ck_generation_jobs_reason'],
  ['a reason without a failure', turn(413, `reason = 'lost'`), 'ck_generation_jobs_reason'],
  ['another reason of a failure', turn(414, `reason = 'lost'`), 'ck_generation_jobs_final'],
  ['a failure that is counted twice', turn(414, 'failure_counted = false'), 'ck_generation_jobs_counted_once'],
  ['a failure of what did not fail', turn(413, 'failure_counted = true'), 'ck_generation_jobs_counted'],
  ['six attempts', turn(413, 'attempts = 6'), 'ck_generation_jobs_attempts'],
  [
    'attempts that are taken back',
    `${turn(413, 'attempts = 2')} ${turn(413, 'attempts = 1')}`,
    'ck_generation_jobs_attempts_grow',
  ],
  [
    'waiting for no time',
    turn(413, `state = 'working'`) + turn(413, `state = 'waiting'`),
    'ck_generation_jobs_waiting',
  ],
  ['other values of a job', turn(413, `kept_values = '{"a": 1}'`), 'ck_generation_jobs_fixed'],
  [
    'a parent of the same step',
    `${CHILD} ('${id(415)}', '${id(52)}', '${id(41)}', '${id(63)}', '{}', 'test')`,
    'ck_generation_jobs_parent',
  ],
  [
    'a parent of a later step',
    `${CHILD} ('${id(415)}', '${id(52)}', '${id(41)}', '${id(66)}', '{}', 'test')`,
    'ck_generation_jobs_parent',
  ],
  [
    'a parent of another run',
    `${CHILD} ('${id(415)}', '${id(52)}', '${id(43)}', '${id(62)}', '{}', 'test')`,
    'fk_generation_jobs_parent',
  ],
  [
    'a picture for two jobs',
    output(432, 422, 412, `'y.png', '${sha}', '${id(63)}', null`, 1),
    'uq_generation_outputs_candidate',
  ],
  [
    'a file that is taken twice',
    output(432, 422, 412, `'x.png', '${sha}', '${id(65)}', null`, 1),
    'uq_generation_outputs_file',
  ],
  [
    'a picture of another step',
    output(432, 422, 412, `'y.png', '${sha}', '${id(66)}', null`, 1),
    'fk_generation_outputs_candidate',
  ],
  [
    'a picture of another run',
    output(432, 422, 412, `'y.png', '${sha}', '${id(61)}', null`, 1),
    'fk_generation_outputs_candidate',
  ],
  [
    'a file that is neither taken nor refused',
    output(432, 422, 412, `'y.png', '${sha}', null, null`, 1),
    'ck_generation_outputs_taken',
  ],
  [
    'a file that is taken and refused',
    output(432, 422, 412, `'y.png', '${sha}', '${id(65)}', 'x'`, 1),
    'ck_generation_outputs_taken',
  ],
  [
    'a temporary file',
    output(432, 422, 412, `'y.png', null, null, 'x'`, 1).replace(`'output'`, `'temp'`),
    'ck_generation_outputs_type',
  ],
  [
    'a file of an attempt that is not collected',
    output(432, 421, 411, `'y.png', null, null, 'x'`),
    'ck_generation_outputs_attempt',
  ],
  [
    'an attempt of one job with a file of another',
    output(432, 422, 411, `'y.png', null, null, 'x'`, 1),
    'fk_generation_outputs_attempt',
  ],
  ['no children', 'update run_generations set max_children = 0', 'ck_run_generations_max_children'],
  ['101 children', 'update run_generations set max_children = 101', 'ck_run_generations_max_children'],
  ['a block without a reason', `update run_generations set state = 'blocked'`, 'ck_run_generations_blocked'],
  [
    'a reason without a block',
    `update run_generations set blocked_reason = 'x', blocked_at = now()`,
    'ck_run_generations_blocked',
  ],
  ['two servers of one address', `update comfy_servers set base_url = 'http://a:8188'`, 'uq_comfy_servers_base_url'],
  ['two servers of one name', `update comfy_servers set name = 'a'`, 'uq_comfy_servers_name'],
  ['a server of no address', `update comfy_servers set base_url = 'a:8188'`, 'ck_comfy_servers_base_url'],
  ['a lease of no worker', 'update comfy_servers set lease_until = now()', 'ck_comfy_servers_lease'],
  ['a token that was never set', `update comfy_servers set token = '\\x00'`, 'ck_comfy_servers_token'],
  [
    'a second name of the library',
    `insert into generation_library (id) values (gen_random_uuid())`,
    'pk_generation_library',
  ],
  ['an output node without a name', `update pipeline_steps set output_node = ''`, 'ck_pipeline_steps_output_node'],
  ['a step without an end', 'update pipeline_steps set timeout_minutes = 1441', 'ck_pipeline_steps_timeout_minutes'],
];
