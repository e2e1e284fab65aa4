import { aStep, anOpenRun } from '../support/open-run.spec-support.ts';
import { useApp, useImage } from '../support/use-app.spec-support.ts';

describe('a workflow', () => {
  const app = useApp({ works: false });
  const image = useImage(app);

  const aRun = (options = {}) => anOpenRun(app, image.path, options);
  const needs = { needsRunPrompt: true, needsRunVariables: true, needsParentImagePath: true };
  const preview = (run: { id: string; stepIds: string[] }, query = '') =>
    app.call('get', `/runs/${run.id}/steps/${run.stepIds[0]}/workflow${query}`);
  const template =
    '{"1": {"text": "{{prompt}}, {{ style }}", "seed": {{auto_seed}}, "of": "{{parent_image_path}}", "n": "{{job_id}}", "r": {{random}}}}';

  it('is filled from the run, its parent and the job', async () => {
    const run = await aRun({
      steps: [aStep(1, { workflowTemplate: template, ...needs })],
      run: {
        prompt: 'tea \\ "hot"\n😀 {{style}}',
        variables: { style: 'quiet', seed: 41, prompt: 'not this one' },
      },
    });
    const parent = await run.add();
    const { status, body } = await preview(run, `?parentId=${parent}`);
    expect([status, body]).toEqual([
      200,
      { '1': { text: 'tea \\ "hot"\n😀 {{style}}, quiet', seed: 42, of: image.path, n: 1, r: expect.any(Number) } },
    ]);
  });

  it.each([
    ['a prompt', { variables: { style: 'x' } }, true, 'template_value_missing', 'prompt'],
    ['a parent', { prompt: 'x', variables: { style: 'x' } }, false, 'template_value_missing', 'parent_image_path'],
    ['a variable', { prompt: 'x' }, true, 'template_value_missing', 'style'],
    [
      'a number for the seed',
      { prompt: 'x', variables: { style: 'x', seed: 'abc' } },
      true,
      'template_value_invalid',
      'auto_seed',
    ],
  ])('reports a missing %s by key and step', async (_what, fields, withParent, code, key) => {
    const run = await aRun({
      steps: [aStep(1, { name: 'The base', workflowTemplate: template, ...needs })],
      run: fields,
    });
    const { body } = await preview(run, withParent ? `?parentId=${await run.add()}` : '');
    expect(body).toMatchObject({ code, status: 422, detail: expect.stringContaining('The base') });
    expect(body.detail).toContain(key);
  });

  it('requires a step and a parent of the run', async () => {
    const run = await aRun();
    const other = await aRun();
    expect((await preview({ id: run.id, stepIds: other.stepIds })).body).toMatchObject({
      code: 'step_not_found',
      status: 404,
    });
    expect((await preview(run, `?parentId=${await other.add()}`)).body).toMatchObject({
      code: 'candidate_not_found',
      status: 422,
    });
    expect((await preview(run)).body).toEqual({});
  });

  it('is unchanged: a 64-bit seed keeps its digits', async () => {
    const workflowTemplate = '{"seed": 18446744073709551615, "cfg": 1.0}';
    const { text, headers } = await preview(await aRun({ steps: [aStep(1, { workflowTemplate })] }));
    expect(text).toBe(workflowTemplate);
    expect(headers['content-type']).toContain('application/json');
  });

  it.each([
    ['{"a": 1{{n}}}', true],
    ['{"a": -{{n}}}', -5],
    ['{"a": 0.{{n}}}', 1.5],
  ])('is refused when a value is not valid JSON at its place: %s with %j', async (workflowTemplate, n) => {
    const run = await aRun({
      steps: [aStep(1, { workflowTemplate, needsRunVariables: true })],
      run: { variables: { n } },
    });
    expect((await preview(run)).body).toMatchObject({
      code: 'template_value_invalid',
      status: 422,
      detail: expect.stringMatching(/^n of the step/),
    });
  });
});
