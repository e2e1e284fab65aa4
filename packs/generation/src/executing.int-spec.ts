import { recordedGraphs } from '@trellis/testing';
import { stillLife, useGeneration, variant } from './generating.spec-support.ts';

const errors = recordedGraphs('10_execution_error').map(({ graph }) => graph);
const [, afterSaving = '', , tooLarge = '', traversal = '', absolute = ''] = errors;
const outOfMemory = errors.find((graph) => graph.includes('RecOom')) ?? '';

const [partlyBlocked = '', blocked = ''] = recordedGraphs('20_execution_blocked').map(({ graph }) => graph);

describe('a prompt that is executed', () => {
  const use = useGeneration();
  const state = async (runId: string) => (await use.generation(runId)).state;

  it('fails once by an error of a node, and the next has another seed', async () => {
    const { fake } = await use.server();
    await fake.order({ do: 'fail_next' });
    const run = await use.run(1);
    await use.driver();
    await use.until('a candidate', async () => {
      await use.pass();
      return (await use.candidates(run.id)).length === 1;
    });
    const jobs = await use.jobs(run.id);
    expect(jobs.map(({ state, reason }) => [state, reason])).toEqual([
      ['failed', 'execution_error'],
      ['done', null],
    ]);
    const [attempt] = await use.attempts(run.id);
    expect(attempt).toMatchObject({ state: 'failed', error_type: 'RuntimeError', message: 'the node has failed' });
    expect(attempt?.node).toContain('SaveImage');
    const seeds = await use.sql<{ workflow: string }>('select workflow from generation_jobs order by number');
    expect(new Set(seeds.map(({ workflow }) => workflow)).size).toBe(2);
    expect(await use.sql('select base_failures from run_generations')).toEqual([{ base_failures: 0 }]);
  });

  it('gives the pictures of the nodes that were not blocked, as its history has them', async () => {
    await use.server();
    const run = await use.run(1, partlyBlocked);
    await use.driver();
    expect(await use.ended(run.id)).toMatchObject([{ state: 'done', attempts: 1 }]);
    const outputs = await use.sql('select node, filename from generation_outputs');
    expect(outputs).toEqual([{ node: '10', filename: 'notblocked_00001_.png' }]);
  });

  it('fails without a picture when all of its nodes were blocked', async () => {
    await use.server();
    const run = await use.run(1, blocked);
    await use.driver();
    expect(await use.ended(run.id)).toMatchObject([{ state: 'failed', reason: 'no_image' }]);
    expect(await use.candidates(run.id)).toEqual([]);
  });

  it('keeps nothing of what was saved before an error', async () => {
    await use.server();
    const run = await use.run(1, afterSaving);
    await use.driver();
    expect(await use.ended(run.id)).toMatchObject([{ state: 'failed', reason: 'execution_error' }]);
    expect(await use.candidates(run.id)).toEqual([]);
  });

  it.each([
    ['of a path that leads out', traversal],
    ['of an absolute path', absolute],
  ])('fails by the name %s, and shows no folder of the server', async (_what, graph) => {
    await use.server();
    const run = await use.run(1, graph);
    await use.driver();
    expect(await use.ended(run.id)).toMatchObject([{ state: 'failed' }]);
    const [attempt] = await use.attempts(run.id);
    expect(attempt?.message).not.toMatch(/\/(home|opt|usr|tmp)\//);
  });

  it('stops asking when the base step fails three times, until the step is changed', async () => {
    const { fake } = await use.server();
    await fake.order({ do: 'fail_next', times: 3 });
    const run = await use.run(1);
    await use.driver();
    await use.until('the first failure', async () => (await use.jobs(run.id))[0]?.state === 'failed');
    expect(await use.generation(run.id)).toMatchObject({ state: 'on', waitingFor: 'retry' });
    await use.until('the block', async () => {
      await use.pass();
      return (await state(run.id)) === 'blocked';
    });
    expect((await use.jobs(run.id)).map(({ reason }) => reason)).toEqual(Array(3).fill('execution_error'));
    expect((await use.generation(run.id)).blocked).toMatchObject({ reason: 'execution_error', stepId: run.steps[0] });
    await use.sql('update pipeline_steps set workflow_template = $1 where id = $2', [
      stillLife({}) + ' ',
      run.steps[0],
    ]);
    await use.until('a candidate', async () => (await use.candidates(run.id)).length === 1);
    expect(await state(run.id)).toBe('on');
  });

  it.each([
    ['by order', stillLife(), true],
    ['as recorded', outOfMemory, false],
    ['of a picture that is too large', tooLarge, false],
  ])('frees the memory that a picture was out of, and tries again: %s', async (_what, graph, isOrdered) => {
    const { fake } = await use.server();
    if (isOrdered) await fake.order({ do: 'oom_next' });
    const run = await use.run(1, graph);
    await use.driver();
    const [job] = await use.ended(run.id, { passing: true });
    const frees = fake.server.journal.requests.filter(({ path }) => path === '/free').length;
    if (isOrdered) expect([job?.state, job?.attempts, frees]).toEqual(['done', 2, 1]);
    else expect([job?.state, job?.reason, job?.attempts, frees]).toEqual(['failed', 'out_of_memory', 5, 4]);
  });

  it.each([
    ['a text only', JSON.stringify({ 1: { class_type: 'PreviewAny', inputs: { source: 'a bowl' } } }), /text/],
    [
      'temporary pictures only',
      stillLife().replace('SaveImage', 'PreviewImage').replace(',"filename_prefix":"trellis/base"', ''),
      /1 temporary pictures/,
    ],
  ])('makes no candidate of %s', async (_what, graph, there) => {
    await use.server();
    const run = await use.run(1, graph);
    await use.driver();
    expect(await use.ended(run.id)).toMatchObject([{ state: 'failed', reason: 'no_image' }]);
    expect((await use.attempts(run.id))[0]?.message).toMatch(there);
  });

  it('rejects a parent whose children fail three times, with its branch', async () => {
    const { fake } = await use.server();
    const run = await use.run(1, stillLife(), variant());
    await use.driver();
    await use.until('a parent', async () => (await use.candidates(run.id)).length === 1);
    await use.sql('update run_generations set max_children = 2, idle = false');
    await use.until('two parents', async () => (await use.candidates(run.id)).length === 2);
    await use.until('idleness', async () => (await use.sql('select 1 from run_generations where idle')).length === 1);
    await fake.order({ do: 'fail_next', times: 3 });
    await use.sql('insert into pipeline_run_steps (run_id, step_id, approved_at, top_k) values ($1, $2, now(), 1)', [
      ...[run.id, run.steps[0]],
    ]);
    await use.until('the rejection', async () => {
      await use.pass();
      return (await use.candidates(run.id)).some(({ status }) => status === 'rejected');
    });
    const failures = await use.sql(
      `select failure_count from image_candidates where status = 'rejected' and parent_id is null`,
    );
    expect(failures).toEqual([{ failure_count: 3 }]);
    const [entry] = await use.sql<{ actor: string }>(`select actor from audit_log where action = 'candidate.rejected'`);
    expect(entry?.actor).toBe('system:generation');
    // The next in the order becomes a parent, and the base step gets another candidate.
    await use.until('children', async () => (await use.candidates(run.id)).filter((c) => c.parent_id).length === 2);
  });
});
