import { stat } from 'node:fs/promises';
import { stillLife, useGeneration, variant } from './generating.spec-support.ts';

const preview = { class_type: 'PreviewImage', inputs: { images: ['1', 0] } };
const text = { class_type: 'PreviewAny', inputs: { source: 'a bowl' } };
const batch = (n: number) => stillLife().replace('"batch_size":1', `"batch_size":${n}`);
const save = (prefix: string) => ({
  class_type: 'SaveImage',
  inputs: { images: ['1', 0], filename_prefix: prefix },
});

describe('a run that generates on ComfyUI', () => {
  const use = useGeneration();

  it('gets as many pictures of its base step as were asked for, each from another seed, and then needs nothing', async () => {
    const { fake } = await use.server();
    const run = await use.run(3);
    await use.driver();
    await use.until('three candidates', async () => (await use.candidates(run.id)).length === 3);
    const jobs = await use.ended(run.id);
    expect(jobs.map(({ state, attempts }) => [state, attempts])).toEqual(Array(3).fill(['done', 1]));
    const candidates = await use.candidates(run.id);
    expect(new Set(candidates.map(({ sha256 }) => sha256)).size).toBe(3);
    for (const { image_path: path } of candidates) expect((await stat(path)).size).toBeGreaterThan(0);
    await use.until('the run to be idle', async () => {
      const [row] = await use.sql<{ idle: boolean }>('select idle from run_generations');
      return row?.idle === true;
    });
    expect(fake.server.journal.prompts).toHaveLength(3);
    const [{ status }] = (await use.sql<{ status: string }>('select status from pipeline_runs')) as [
      { status: string },
    ];
    expect(status).toBe('running');
  });

  it.each([
    ['a batch of three', batch(3), 3],
    ['two nodes that save', stillLife({ 10: save('trellis/second') }), 2],
    ['a preview beside what is saved', stillLife({ 8: preview }), 1],
    ['a text before what is saved', stillLife({ 2: text }), 1],
  ])('takes of %s every saved picture once', async (_what, template, pictures) => {
    await use.server();
    const run = await use.run(1, template);
    await use.driver();
    expect((await use.ended(run.id))[0]).toMatchObject({ state: 'done' });
    expect(await use.candidates(run.id)).toHaveLength(pictures);
    const outputs = await use.sql('select * from generation_outputs where candidate_id is not null');
    expect(outputs).toHaveLength(pictures);
  });

  it('takes only the pictures of the node that the step names', async () => {
    await use.server();
    const run = await use.run(1, stillLife({ 10: save('trellis/second') }));
    await use.sql(`update pipeline_steps set output_node = '10' where id = $1`, [run.steps[0]]);
    await use.driver();
    await use.ended(run.id);
    const outputs = await use.sql<{ node: string; filename: string }>('select node, filename from generation_outputs');
    expect(outputs).toEqual([{ node: '10', filename: 'second_00001_.png' }]);
  });

  it.each(['0.33.0', '0.3.64'] as const)(
    'makes children of approved parents, whose pictures it uploads (%s)',
    async (version) => {
      const { fake } = await use.server({ version });
      const run = await use.run(2, stillLife(), variant());
      await use.driver();
      await use.until('two candidates', async () => (await use.candidates(run.id)).length === 2);
      await use.sql('insert into pipeline_run_steps (run_id, step_id, approved_at, top_k) values ($1, $2, now(), 1)', [
        run.id,
        run.steps[0],
      ]);
      await use.until(
        'two children',
        async () => (await use.candidates(run.id)).filter((c) => c.parent_id).length === 2,
      );
      const parents = new Set((await use.candidates(run.id)).map((c) => c.parent_id));
      expect(parents.size).toBe(2);
      const uploads = fake.server.journal.requests.filter(({ path }) => path.includes('upload/image'));
      expect(uploads).toHaveLength(2);
    },
  );

  it('sends a seed of 64 bits as it is in the template', async () => {
    const { fake } = await use.server();
    const seed = '18446744073709551615';
    const run = await use.run(1, stillLife().replace('"batch_size":1', `"batch_size":1,"noise_seed":${seed}`));
    await use.driver();
    await use.ended(run.id);
    const [job] = await use.sql<{ workflow: string }>('select workflow from generation_jobs where run_id = $1', [
      run.id,
    ]);
    expect(job?.workflow).toContain(seed);
    expect(fake.server.journal.prompts).toHaveLength(1);
  });
});
