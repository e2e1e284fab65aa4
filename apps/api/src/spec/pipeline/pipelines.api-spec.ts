import { rm } from 'node:fs/promises';
import { aLibrary, aPreparedRun } from '../support/library.spec-support.ts';
import { useApp } from '../support/use-app.spec-support.ts';

interface Step {
  id: string;
  name: string;
  position: number;
  needsRunPrompt: boolean;
}
interface Pipeline {
  id: string;
  steps: Step[];
}

describe('pipelines', () => {
  const app = useApp({ works: false });

  const step = (name: string, position: number, more = {}) => ({ name, position, workflowTemplate: '{}', ...more });
  const aPipeline = () =>
    app.ok<Pipeline>('post', '/pipelines', {
      name: 'p',
      steps: [step('b', 2), step('a', 1, { needsRunPrompt: true })],
    });

  it('show their steps by position, with flags that default to false', async () => {
    const { id } = await aPipeline();
    const { steps } = await app.ok<Pipeline>('get', `/pipelines/${id}`);
    expect(steps.map(({ name, needsRunPrompt }) => [name, needsRunPrompt])).toEqual([
      ['a', true],
      ['b', false],
    ]);
  });

  it('swap, add and delete steps in one change, matched by id', async () => {
    const { id, steps } = await aPipeline();
    const [a, b] = steps as [Step, Step];
    const changed = await app.ok<Pipeline>('patch', `/pipelines/${id}`, {
      steps: [step('a', 2, { id: a.id }), step('b', 1, { id: b.id }), step('c', 3)],
    });
    expect(changed.steps.map(({ id: stepId, name }) => [stepId === a.id || stepId === b.id, name])).toEqual([
      [true, 'b'],
      [true, 'a'],
      [false, 'c'],
    ]);
    const fewer = await app.ok<Pipeline>('patch', `/pipelines/${id}`, { steps: [step('a', 1, { id: a.id })] });
    expect(fewer.steps.map(({ id: stepId, needsRunPrompt }) => [stepId, needsRunPrompt])).toEqual([[a.id, false]]);
  });

  it('take templates up to their limits, which fit into one body, and name the limits', async () => {
    const template = (kilobytes: number) => `{"1":"${'x'.repeat(kilobytes * 1024 - 8)}"}`;
    const create = (...sizes: number[]) => {
      const steps = sizes.map((size, i) => step(`s${i}`, i + 1, { workflowTemplate: template(size) }));
      return app.call('post', '/pipelines', { name: 'large', steps });
    };
    expect((await create(256, 256, 256)).status).toBe(201);
    const tooLarge = await create(257);
    expect([tooLarge.status, tooLarge.body.errors]).toEqual([
      400,
      [{ path: 'steps.0.workflowTemplate', message: 'must have at most 256 KB' }],
    ]);
    const tooMany = await create(256, 256, 255, 2);
    expect([tooMany.status, tooMany.body.errors]).toEqual([
      400,
      [{ path: 'steps', message: 'must have at most 768 KB of workflowTemplate together' }],
    ]);
  });

  it('refuse steps that are no objects', async () => {
    for (const steps of [[[[[]]]], ['x'], [null], {}]) {
      const { status, body } = await app.call('post', '/pipelines', { name: 'p', steps });
      expect([status, body.code]).toEqual([400, 'validation_failed']);
    }
  });

  it('keep a template that is larger than the limits allow today', async () => {
    const { id, steps } = await aPipeline();
    const [a, b] = steps as [Step, Step];
    const large = `{"1":"${'x'.repeat(300 * 1024)}"}`;
    await app.dataSource.query('update pipeline_steps set workflow_template = $2 where id = $1', [a.id, large]);
    const change = (template: string) => {
      const kept = step('a', 1, { id: a.id, workflowTemplate: template });
      return app.call('patch', `/pipelines/${id}`, { steps: [kept, step('renamed', 2, { id: b.id })] });
    };
    expect((await change(large)).status).toBe(200);
    expect((await change(`${large} `)).body.errors).toEqual([
      { path: 'steps.0.workflowTemplate', message: 'must have at most 256 KB' },
    ]);
  });

  it('refuse two steps at one position, a step of another pipeline, and a template that is not JSON', async () => {
    const [one, other] = [await aPipeline(), await aPipeline()];
    const patch = (steps: object[]) => app.call('patch', `/pipelines/${one.id}`, { steps });
    expect((await patch([step('x', 1), step('y', 1)])).body).toMatchObject({ status: 400, code: 'validation_failed' });
    expect((await patch([step('x', 1, { id: other.steps[0]?.id })])).body).toMatchObject({
      status: 422,
      code: 'step_not_found',
    });
    expect((await patch([step('x', 1, { workflowTemplate: '{' })])).body).toMatchObject({
      status: 422,
      code: 'invalid_template',
    });
    expect((await app.ok<Pipeline>('get', `/pipelines/${one.id}`)).steps).toHaveLength(2);
  });

  it.each([
    ['[]', 'is no object with nodes by id'],
    ['{"nodes": [{"id": 1, "type": "EmptyImage"}], "links": []}', 'has the format of the editor'],
  ])('refuse the template %s, also for an existing step, and name what to export', async (workflowTemplate, why) => {
    const refused = {
      ...{ status: 422, code: 'invalid_template' },
      detail: expect.stringMatching(`of the step “x” ${why}.*“Export \\(API\\)”`) as string,
    };
    const steps = [step('x', 1, { workflowTemplate })];
    expect((await app.call('post', '/pipelines', { name: 'p', steps })).body).toMatchObject(refused);
    const { id } = await aPipeline();
    expect((await app.call('patch', `/pipelines/${id}`, { steps })).body).toMatchObject(refused);
  });

  it('refuse to delete a step with candidates, or a pipeline with runs', async () => {
    const library = await aLibrary(app);
    await aPreparedRun(app, library);
    const removed = await app.call('patch', `/pipelines/${library.pipelineId}`, { steps: [step('new', 1)] });
    expect(removed.body).toMatchObject({ status: 409, code: 'step_in_use' });
    const deleted = await app.call('delete', `/pipelines/${library.pipelineId}`);
    expect(deleted.body).toMatchObject({ status: 409, code: 'in_use' });
    const { id } = await aPipeline();
    expect((await app.call('delete', `/pipelines/${id}`)).status).toBe(204);
  });
});

describe('runs and their candidates', () => {
  const app = useApp({ works: false });

  it('get a default name, folder and variables, and start with the first candidate', async () => {
    const library = await aLibrary(app);
    const run = await app.ok<{ id: string }>('post', '/runs', { pipelineId: library.pipelineId });
    expect(run).toMatchObject({
      name: expect.stringMatching(/^still_life - \d{8}-\d{6}$/),
      targetFolder: expect.stringMatching(/^\/storage\/runs\/still-life-\d{8}-\d{6}-\d{8}-\d{6}$/),
      variables: {},
      status: 'pending',
      personaId: null,
      clusterId: null,
      winnerId: null,
      completedAt: null,
    });
    const { runId } = await aPreparedRun(app, library, { winner: false });
    expect(await app.ok('get', `/runs/${runId}`)).toMatchObject({ status: 'running', candidatesCount: 1 });
  });

  it('return the image of a candidate with its real type, until the file is deleted', async () => {
    const library = await aLibrary(app);
    const { candidateIds, files } = await aPreparedRun(app, library, { candidates: 2 });
    const image = await app.call('get', `/candidates/${candidateIds[0]}/image`).buffer(true);
    expect(image.headers['content-type']).toBe('image/png');
    expect((files[0]?.bytes as Buffer).equals(image.body as Buffer)).toBe(true);
    await rm(files[0]?.path as string);
    const gone = await app.call('get', `/candidates/${candidateIds[0]}/image`);
    expect(gone.body).toMatchObject({ status: 410, code: 'image_missing' });
  });

  it('list candidates oldest first, by step and status, in a tree', async () => {
    const library = await aLibrary(app);
    const { runId, candidateIds } = await aPreparedRun(app, library, { candidates: 2 });
    const { bytes } = (await aPreparedRun(app, library)).files[0] as { bytes: Buffer };
    const child = await app
      .call('post', `/runs/${runId}/candidates`)
      .field('stepId', library.stepId)
      .field('parentId', candidateIds[0] as string)
      .attach('file', bytes, 'child.png');
    expect(child.body).toMatchObject({ parentId: candidateIds[0], eloScore: 1000, voteCount: 0, isWinner: false });
    const ids = async (query: string) =>
      (await app.ok<{ items: { id: string }[] }>('get', `/runs/${runId}/candidates${query}`)).items.map(({ id }) => id);
    expect(await ids('')).toEqual([...candidateIds, child.body.id]);
    expect(await ids(`?stepId=${library.stepId}&status=active`)).toHaveLength(3);
    expect(await ids('?status=rejected')).toEqual([]);
  });
});
