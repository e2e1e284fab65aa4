import { ComfyClient } from '@trellis/comfyui';
import { newId } from '@trellis/kernel';
import { SteerJobService } from './jobs/steer-job.service.ts';
import { SteerGenerationService } from './runs/steer-generation.service.ts';
import { stillLife, useGeneration } from './generating.spec-support.ts';

describe('a job that is not wanted any more', () => {
  const use = useGeneration();
  const cancel = async (runId: string) => {
    const [job] = await use.jobs(runId);
    await use.pack.module.get(SteerJobService).cancel(job?.id ?? '');
  };
  const isIn = (runId: string, state: string) =>
    use.until(`the attempt to be ${state}`, async () => (await use.attempts(runId))[0]?.state === state);
  const paused = async (runId: string) => use.pack.module.get(SteerGenerationService).pause(runId, false);

  describe.each(['0.33.0', '0.3.64'] as const)('on ComfyUI %s', (version) => {
    it('is taken out of the queue, and the prompt before it goes on', async () => {
      const { fake } = await use.server({ version });
      await fake.order({ do: 'hold' });
      const client = new ComfyClient({ baseUrl: fake.url });
      const foreign = newId();
      const workflow = stillLife().replace('"{{auto_seed}}"', '7');
      await client.submit({ promptId: foreign, workflow, clientId: 'other', mark: {} });
      const run = await use.run(1);
      await use.driver();
      await isIn(run.id, 'accepted');
      await paused(run.id);
      await cancel(run.id);
      await use.until('the queue to be shorter', async () => {
        const queue = await client.queue();
        return queue.kind === 'queue' && queue.pending.length === 0 && queue.running.length === 1;
      });
      expect(await use.ended(run.id, { passing: true })).toMatchObject([{ state: 'cancelled', reason: 'by_person' }]);
      await fake.order({ do: 'release' });
      await use.until('the other prompt to end', async () => (await client.history(foreign)).kind === 'ended');
      expect(await client.history(foreign)).toMatchObject({ result: 'success' });
    });

    it('is interrupted while it runs, and its picture is dropped', async () => {
      const { fake } = await use.server({ version });
      await fake.order({ do: 'hold' });
      const run = await use.run(1);
      await use.driver();
      await isIn(run.id, 'running');
      await paused(run.id);
      await cancel(run.id);
      await isIn(run.id, 'cancelling');
      await fake.order({ do: 'release' });
      expect(await use.ended(run.id)).toMatchObject([{ state: 'cancelled', reason: 'by_person' }]);
      expect(await use.candidates(run.id)).toEqual([]);
      const asked = fake.server.journal.requests.map(({ path }) => path);
      expect(asked.some((path) => path.endsWith('/cancel'))).toBe(true);
      expect(asked.includes('/interrupt')).toBe(version === '0.3.64');
    });
  });

  it('ends here when the server does not end it, and the server is stuck until it makes a picture', async () => {
    const { fake, id } = await use.server();
    await fake.order({ do: 'hold' });
    const run = await use.run(1);
    await use.driver();
    await isIn(run.id, 'running');
    await paused(run.id);
    await cancel(run.id);
    expect(await use.ended(run.id, { passing: true })).toMatchObject([{ state: 'cancelled', reason: 'by_person' }]);
    const server = () => use.sql<{ state: string }>('select state from comfy_servers where id = $1', [id]);
    await use.until('the server to be stuck', async () => (await server())[0]?.state === 'stuck');
    await fake.order({ do: 'release' });
    await use.until('the server to be up', async () => (await server())[0]?.state === 'up');
  });

  it('whose run is closed is ended, also between attempts, and no file of it stays', async () => {
    const { fake } = await use.server();
    await fake.order({ do: 'truncate_view', times: 2 });
    const run = await use.run(1);
    await use.driver();
    await isIn(run.id, 'collecting');
    await use.sql(`update pipeline_runs set status = 'failed', failure_reason = 'x' where id = $1`, [run.id]);
    expect(await use.ended(run.id)).toMatchObject([{ state: 'cancelled', reason: 'run_closed' }]);
    expect(await use.candidates(run.id)).toEqual([]);
    expect(await use.generation(run.id)).toMatchObject({ state: 'on', waitingFor: 'complete', jobs: { cancelled: 1 } });
  });

  it('goes with its run, and its prompt is cancelled on the server', async () => {
    const { fake } = await use.server();
    await fake.order({ do: 'hold' });
    const run = await use.run(1);
    await use.driver();
    await isIn(run.id, 'running');
    await use.sql('delete from pipeline_runs where id = $1', [run.id]);
    const other = await use.run(1);
    await use.until('the next prompt', async () => (await use.attempts(other.id)).length === 1);
    const isCancelled = () => fake.server.journal.requests.some(({ path }) => path.endsWith('/cancel'));
    await use.until('the stray to be cancelled', () => Promise.resolve(isCancelled()));
    await fake.order({ do: 'release' });
    expect(await use.ended(other.id)).toMatchObject([{ state: 'done' }]);
    expect(isCancelled()).toBe(true);
    const made = fake.server.journal.prompts.filter(({ state }) => state === 'success');
    expect(made).toHaveLength(1);
  });

  it('is cancelled with all others when the run is paused so', async () => {
    const { fake } = await use.server();
    await fake.order({ do: 'hold' });
    const run = await use.run(3);
    await use.driver();
    await isIn(run.id, 'running');
    await use.pack.module.get(SteerGenerationService).pause(run.id, true);
    await isIn(run.id, 'cancelling');
    await fake.order({ do: 'release' });
    expect(await use.ended(run.id)).toMatchObject([{ state: 'cancelled' }]);
    expect(await use.generation(run.id)).toMatchObject({ state: 'paused', waitingFor: null });
    await use.pack.module.get(SteerGenerationService).resume(run.id);
    await use.until('three candidates', async () => (await use.candidates(run.id)).length === 3);
  });

  it('is cancelled when its parent is rejected', async () => {
    await use.server();
    const parentOnly = await use.run(1, stillLife(), stillLife());
    await use.driver();
    await use.until('a parent', async () => (await use.candidates(parentOnly.id)).length === 1);
    const [parent] = await use.candidates(parentOnly.id);
    await use.sql('update comfy_servers set state = $1', ['disabled']);
    await use.sql(
      `insert into generation_jobs (id, run_id, step_id, parent_id, kept_values, created_by) values ($1, $2, $3, $4, '{}', 'test')`,
      [newId(), parentOnly.id, parentOnly.steps[1], parent?.id],
    );
    await use.sql(`update image_candidates set status = 'rejected' where id = $1`, [parent?.id]);
    await use.until('the cancellation', async () =>
      (await use.jobs(parentOnly.id)).some(({ reason }) => reason === 'parent_rejected'),
    );
  });

  it('is made again on request, under another number, when there is room', async () => {
    const { fake } = await use.server();
    const steering = use.pack.module.get(SteerJobService);
    await fake.order({ do: 'fail_next' });
    const run = await use.run(1);
    await use.driver();
    await use.until('the failure', async () => (await use.jobs(run.id))[0]?.state === 'failed');
    const [failed] = await use.jobs(run.id);
    const again = await steering.retry(failed?.id ?? '');
    expect(await use.ended(run.id)).toMatchObject([{ state: 'failed' }, { id: again, state: 'done' }]);
    await expect(steering.retry(again)).rejects.toMatchObject({ problem: { code: 'no_room' } });
    await expect(steering.cancel(again)).rejects.toMatchObject({ problem: { code: 'job_ended' } });
    await expect(steering.cancel(newId())).rejects.toMatchObject({ problem: { code: 'job_not_found' } });
  });
});
