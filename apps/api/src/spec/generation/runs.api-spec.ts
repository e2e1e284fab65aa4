import { newId } from '@trellis/kernel';
import { FakeComfy, untilDeadline } from '@trellis/testing';
import { useApp } from '../support/use-app.spec-support.ts';
import { threeSteps } from './generation.spec-support.ts';

interface Named {
  id: string;
}
interface Generation {
  state: string;
  maxChildren: number | null;
  waitingFor: string | null;
  jobs: Record<string, number>;
}
interface Job {
  id: string;
  state: string;
  reason: string | null;
  attempts: { server: { name: string }; state: string; error: object | null; sentAt: string; endedAt: string }[];
  candidateIds: string[];
}

describe('the generation of a run', () => {
  const app = useApp();
  let fake: FakeComfy;
  let pipelineId: string;

  beforeAll(async () => {
    fake = await FakeComfy.start();
    await app.ok('post', '/servers', { name: 'fake', baseUrl: fake.url });
    ({ id: pipelineId } = await app.ok<Named>('post', '/pipelines', { name: 'three', steps: threeSteps }));
  });
  afterAll(() => fake.stop());

  const aRun = async () => (await app.ok<Named>('post', '/runs', { pipelineId })).id;
  const read = (id: string) => app.ok<Generation>('get', `/runs/${id}/generation`);
  const jobs = async (id: string, state = '') =>
    (await app.ok<{ items: Job[] }>('get', `/jobs?runId=${id}${state && `&state=${state}`}`)).items;
  const made = (id: string, n: number) => untilDeadline(`${n} pictures`, async () => (await read(id)).jobs.done === n);

  it('is off until it is started, and says what it waits for', async () => {
    const id = await aRun();
    expect(await read(id)).toEqual({
      ...{ runId: id, state: 'off', maxChildren: null, waitingFor: null, blocked: null, progress: null },
      jobs: { queued: 0, working: 0, done: 0, failed: 0, cancelled: 0 },
    });
    expect(await app.ok('post', `/runs/${id}/generation`, { maxChildren: 2 })).toMatchObject({ state: 'on' });
    await made(id, 2);
    await untilDeadline('the wait', async () => (await read(id)).waitingFor === 'approval');
    const [job] = await jobs(id, 'done');
    const details = await app.ok<Job>('get', `/jobs/${job?.id}`);
    expect(details).toMatchObject({
      state: 'done',
      reason: null,
      attempts: [{ server: { name: 'fake' }, error: null }],
    });
    expect(details.candidateIds).toHaveLength(1);
    expect(await app.ok('post', `/runs/${id}/generation`, { maxChildren: 3 })).toMatchObject({ maxChildren: 3 });
    await made(id, 3);
  });

  it.each([0, 101, -1, 1.5, '4', null, undefined])('has from 1 to 100 of each, not %j', async (maxChildren) => {
    const { body } = await app.call('post', `/runs/${await aRun()}/generation`).send({ maxChildren });
    expect(body).toMatchObject({ status: 400, code: 'validation_failed', errors: [{ path: 'maxChildren' }] });
  });

  it('is refused for a run that is closed, or is not there', async () => {
    const id = await aRun();
    await app.ok('post', `/runs/${id}/failure`, { reason: 'x' });
    const start = (run: string) => app.call('post', `/runs/${run}/generation`).send({ maxChildren: 1 });
    expect((await start(id)).body).toMatchObject({ status: 409, code: 'run_closed' });
    expect((await start(newId())).body).toMatchObject({ status: 404, code: 'run_not_found' });
    expect((await app.call('get', `/runs/${newId()}/generation`)).body).toMatchObject({ code: 'run_not_found' });
    const open = await aRun();
    for (const act of ['pause', 'resume'])
      expect((await app.call('post', `/runs/${open}/generation/${act}`).send({})).body).toMatchObject({
        ...{ status: 409, code: 'generation_off' },
      });
  });

  it('pauses and goes on; jobs are cancelled and made again', async () => {
    const id = await aRun();
    await fake.order({ do: 'hold' });
    await app.ok('post', `/runs/${id}/generation`, { maxChildren: 1 });
    await untilDeadline('a job', async () => (await read(id)).jobs.working === 1);
    const [job] = await jobs(id);
    expect((await app.call('post', `/jobs/${job?.id}/retry`)).body).toMatchObject({ status: 409, code: 'job_open' });
    expect(await app.ok('post', `/runs/${id}/generation/pause`, { cancel: true })).toMatchObject({ state: 'paused' });
    await fake.order({ do: 'release' });
    await untilDeadline('the cancellation', async () => (await read(id)).jobs.cancelled === 1);
    expect(await jobs(id, 'cancelled')).toMatchObject([{ id: job?.id, reason: 'by_person' }]);
    expect((await app.call('delete', `/jobs/${job?.id}`)).body).toMatchObject({ status: 409, code: 'job_ended' });
    const again = await app.call('post', `/jobs/${job?.id}/retry`);
    expect([again.status, again.body]).toMatchObject([202, { retryOf: job?.id, state: 'queued', attempts: [] }]);
    expect(await app.ok('post', `/runs/${id}/generation/resume`)).toMatchObject({ state: 'on' });
    await made(id, 1);
    expect((await app.call('post', `/jobs/${job?.id}/retry`)).body).toMatchObject({ status: 409, code: 'no_room' });
    expect((await app.call('get', `/jobs/${newId()}`)).body).toMatchObject({ status: 404, code: 'job_not_found' });
  });

  it('goes with its run, and a step of it ends its block when it changes', async () => {
    const id = await aRun();
    await fake.order({ do: 'refuse_next' });
    await app.ok('post', `/runs/${id}/generation`, { maxChildren: 1 });
    await untilDeadline('the block', async () => (await read(id)).state === 'blocked');
    const { steps } = await app.ok<{ steps: { id: string }[] }>('get', `/pipelines/${pipelineId}`);
    const changed = threeSteps.map((step, i) => ({
      ...step,
      id: steps[i]?.id,
      workflowTemplate: `${step.workflowTemplate} `,
    }));
    await app.ok('patch', `/pipelines/${pipelineId}`, { steps: changed });
    await made(id, 1);
  });
});
