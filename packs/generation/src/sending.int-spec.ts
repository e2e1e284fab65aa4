import { ComfyClient } from '@trellis/comfyui';
import { newId } from '@trellis/kernel';
import { recordedGraphs } from '@trellis/testing';
import { stillLife, useGeneration } from './generating.spec-support.ts';

const refused = (['09_refused', 'v0.3.64_09_refused'] as const).flatMap((name) =>
  recordedGraphs(name)
    .filter(({ status }) => status === 400)
    .map(({ graph }, i) => [`${name} ${i + 1}`, name === '09_refused' ? '0.33.0' : '0.3.64', graph] as const),
);

describe('a prompt that is sent', () => {
  const use = useGeneration();
  const prompts = (server: Awaited<ReturnType<typeof use.server>>) => server.fake.server.journal.prompts;

  it('runs once when its answer was lost', async () => {
    const server = await use.server();
    await server.fake.order({ do: 'drop_answer', path: '/prompt' });
    const run = await use.run(1);
    await use.driver();
    expect(await use.ended(run.id)).toMatchObject([{ state: 'done', attempts: 1 }]);
    expect(prompts(server)).toHaveLength(1);
  });

  it('runs once when it was queued with a 500', async () => {
    const server = await use.server();
    await server.fake.order({ do: 'error_500_but_queue' });
    const run = await use.run(1);
    await use.driver();
    expect(await use.ended(run.id)).toMatchObject([{ state: 'done', attempts: 1 }]);
    expect(prompts(server)).toHaveLength(1);
  });

  const half = async (runId: string, serverId: string, stepId: string | undefined) => {
    const [job, attempt] = [newId(), newId()];
    await use.sql(
      `insert into generation_jobs (id, run_id, step_id, kept_values, created_by) values ($1, $2, $3,
       '{"name": "x", "prompt": null, "variables": {}, "now": 1, "random": 1}', 'test')`,
      [job, runId, stepId],
    );
    await use.sql(`insert into generation_attempts (id, job_id, server_id, server_name) values ($1, $2, $3, 'x')`, [
      ...[attempt, job, serverId],
    ]);
    await use.sql(`update generation_jobs set state = 'working' where id = $1`, [job]);
    return { job, attempt };
  };

  it('is found by the next worker when the first died between sending and recording', async () => {
    const server = await use.server();
    const run = await use.run(1);
    const { job, attempt } = await half(run.id, server.id, run.steps[0]);
    const workflow = stillLife().replace('"{{auto_seed}}"', '5');
    await new ComfyClient({ baseUrl: server.fake.url }).submit({
      ...{ promptId: attempt, workflow, clientId: 'dead', mark: { library: 'x', job } },
    });
    await use.driver();
    expect(await use.ended(run.id)).toMatchObject([{ id: job, state: 'done', attempts: 1 }]);
    expect(prompts(server)).toHaveLength(1);
  });

  it('is sent again, under another id, when the first worker died before sending', async () => {
    const server = await use.server();
    const run = await use.run(1);
    const { attempt } = await half(run.id, server.id, run.steps[0]);
    await use.driver();
    expect(await use.ended(run.id, { passing: true })).toMatchObject([{ state: 'done', attempts: 2 }]);
    const [first, second] = await use.attempts(run.id);
    expect([first, second]).toMatchObject([{ id: attempt, state: 'lost' }, { state: 'succeeded' }]);
    expect(prompts(server).map(({ promptId }) => promptId)).toEqual([second?.id]);
  });

  it.each(refused)('is refused by every server, and the run waits for a person (%s)', async (_what, version, graph) => {
    const server = await use.server({ version });
    const run = await use.run(1, graph);
    await use.driver();
    expect(await use.ended(run.id)).toMatchObject([{ state: 'failed', reason: 'refused', attempts: 0 }]);
    const { state, blocked } = await use.generation(run.id);
    expect([state, blocked?.reason, blocked?.stepId]).toEqual(['blocked', 'refused', run.steps[0]]);
    expect(blocked?.detail).toMatch(/\w{3}/);
    expect(blocked?.detail).not.toMatch(/\/(home|opt|usr|comfy)\b/i);
    expect(prompts(server)).toHaveLength(0);
  });

  it('goes to another server when one refuses it', async () => {
    const [first, second] = [await use.server(), await use.server()];
    await second.fake.order({ do: 'die', seconds: 1 });
    await first.fake.order({ do: 'refuse_next', times: 1_000 });
    const run = await use.run(1);
    await use.driver();
    expect(await use.ended(run.id)).toMatchObject([{ state: 'done', attempts: 1 }]);
    expect((await use.attempts(run.id)).map(({ state }) => state)).toEqual(
      expect.arrayContaining(['refused', 'succeeded']),
    );
    expect([prompts(first).length, prompts(second).length]).toEqual([0, 1]);
  });

  it('makes a picture although outputs were left out, and says so', async () => {
    await use.server();
    const run = await use.run(1, stillLife({ 10: { class_type: 'SaveImage', inputs: { filename_prefix: 'x' } } }));
    await use.driver();
    expect(await use.ended(run.id)).toMatchObject([{ state: 'done' }]);
    const [attempt] = await use.attempts(run.id);
    expect(attempt?.message).toMatch(/Without some outputs: node 10/);
  });

  it('waits while nothing listens, and is not counted', async () => {
    const server = await use.server();
    await server.fake.order({ do: 'die', seconds: 2 });
    const run = await use.run(1);
    await use.driver();
    await use.until(
      'the server to be down',
      async () =>
        (await use.sql(`select 1 from comfy_servers where state = 'down' and reason = 'unreachable'`)).length === 1,
    );
    expect(await use.generation(run.id)).toMatchObject({ state: 'on', waitingFor: 'server' });
    expect(await use.ended(run.id)).toMatchObject([{ state: 'done', attempts: 1 }]);
  });

  it('says which key of which step has no value, and makes no job', async () => {
    await use.server();
    const run = await use.run(1, stillLife({ 2: { class_type: 'PreviewAny', inputs: { source: '{{mood}}' } } }));
    await use.driver();
    await use.until('the block', async () => (await use.generation(run.id)).state === 'blocked');
    const { blocked } = await use.generation(run.id);
    expect(blocked).toEqual({
      ...{ stepId: run.steps[0], reason: 'template_value_missing', detail: 'mood of the step “step 1” has no value.' },
    });
    expect(await use.jobs(run.id)).toEqual([]);
  });
});
