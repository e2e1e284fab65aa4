import { ComfyClient } from '@trellis/comfyui';
import { newId } from '@trellis/kernel';
import { stillLife, useGeneration } from './generating.spec-support.ts';

describe('a prompt on a server that others use, and that fails', () => {
  const use = useGeneration();

  it('is made again when its server died with it', async () => {
    const { fake } = await use.server();
    await fake.order({ do: 'hold' });
    const run = await use.run(1);
    await use.driver();
    await use.until('the prompt to run', async () => (await use.attempts(run.id))[0]?.state === 'running');
    await fake.order({ do: 'die', seconds: 0.5 });
    await fake.order({ do: 'release' });
    expect(await use.ended(run.id, { passing: true })).toMatchObject([{ state: 'done', attempts: 2 }]);
    expect((await use.attempts(run.id)).map((one) => one.state)).toEqual(['lost', 'succeeded']);
  });

  // As long as a real server takes to load.
  it('is made again when its server was killed while it ran or waited, and refused connections for 35 s', async () => {
    const busy = await use.server();
    await busy.fake.order({ do: 'hold' });
    const workflow = stillLife().replace('"{{auto_seed}}"', '7');
    const foreign = { promptId: newId(), workflow, clientId: 'other', mark: {} };
    await new ComfyClient({ baseUrl: busy.fake.url }).submit(foreign);
    const free = await use.server();
    await free.fake.order({ do: 'hold' });
    const runs = [await use.run(1), await use.run(1)];
    await use.driver();
    const states = async () =>
      (await Promise.all(runs.map(({ id }) => use.attempts(id)))).map(([first]) => first?.state).sort();
    await use.until('one to run and one to wait', async () => (await states()).join() === 'accepted,running');
    for (const { fake } of [busy, free]) {
      await fake.order({ do: 'die', seconds: 35 });
      await fake.order({ do: 'release' });
    }
    await use.until('both servers to be down', async () => {
      const rows = await use.sql<{ state: string }>('select state from comfy_servers');
      return rows.every(({ state }) => state === 'down');
    });
    for (const run of runs) {
      expect(await use.ended(run.id, { seconds: 70 })).toMatchObject([{ state: 'done', attempts: 2 }]);
      expect((await use.attempts(run.id)).map(({ state }) => state)).toEqual(['lost', 'succeeded']);
    }
    expect(await use.sql('select state from comfy_servers')).toEqual([{ state: 'up' }, { state: 'up' }]);
    const all = [busy, free].flatMap(({ fake }) => fake.server.journal.prompts);
    expect(all.map(({ state }) => state).sort()).toEqual([...Array(3).fill('forgotten'), 'success', 'success']);
  }, 90_000);

  it('is made again when a person interrupted it', async () => {
    const { fake } = await use.server();
    await fake.order({ do: 'hold' });
    const run = await use.run(1);
    await use.driver();
    await use.until('the prompt to run', async () => (await use.attempts(run.id))[0]?.state === 'running');
    const [attempt] = await use.attempts(run.id);
    await new ComfyClient({ baseUrl: fake.url }).cancel(attempt?.id ?? '');
    await fake.order({ do: 'release' });
    expect(await use.ended(run.id, { passing: true })).toMatchObject([{ state: 'done', attempts: 2 }]);
    expect((await use.attempts(run.id)).map((one) => one.state)).toEqual(['interrupted', 'succeeded']);
  });

  it('waits behind prompts of others, and leaves them alone', async () => {
    const { fake } = await use.server();
    await fake.order({ do: 'hold' });
    const client = new ComfyClient({ baseUrl: fake.url });
    const foreign = newId();
    const workflow = stillLife().replace('"{{auto_seed}}"', '7');
    await client.submit({ promptId: foreign, workflow, clientId: 'other', mark: { library: newId() } });
    const run = await use.run(1);
    await use.driver();
    await use.until('the prompt to be accepted', async () => (await use.attempts(run.id))[0]?.state === 'accepted');
    await fake.order({ do: 'release' });
    expect(await use.ended(run.id)).toMatchObject([{ state: 'done', attempts: 1 }]);
    expect((await client.history(foreign)).kind).toBe('ended');
  });

  it.each(['deaf_socket', 'silence'] as const)('ends the same with %s', async (order) => {
    const { fake } = await use.server();
    await fake.order({ do: order, seconds: 2 });
    const run = await use.run(2);
    await use.driver();
    await use.until('two candidates', async () => (await use.candidates(run.id)).length === 2);
    expect(await use.ended(run.id)).toMatchObject([{ attempts: 1 }, { attempts: 1 }]);
    expect(fake.server.journal.prompts).toHaveLength(2);
  });

  it('shows its progress while it runs', async () => {
    await use.server({ speed: 'real' });
    const sampled = JSON.stringify({
      1: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd_xl_base_1.0.safetensors' } },
      2: { class_type: 'CLIPTextEncode', inputs: { clip: ['1', 1], text: 'a bowl' } },
      3: { class_type: 'EmptyLatentImage', inputs: { width: 64, height: 64, batch_size: 1 } },
      4: {
        class_type: 'KSampler',
        inputs: {
          ...{ model: ['1', 0], positive: ['2', 0], negative: ['2', 0], latent_image: ['3', 0], seed: '{{auto_seed}}' },
          ...{ steps: 20, cfg: 7, sampler_name: 'euler', scheduler: 'normal', denoise: 1 },
        },
      },
      5: { class_type: 'VAEDecode', inputs: { samples: ['4', 0], vae: ['1', 2] } },
      9: { class_type: 'SaveImage', inputs: { images: ['5', 0], filename_prefix: 'x' } },
    });
    const run = await use.run(1, sampled);
    await use.driver();
    await use.until('progress', async () => {
      const { blocked, progress } = await use.generation(run.id);
      expect(blocked).toBeNull();
      return progress !== null && progress.max === 20 && progress.value > 0;
    });
    expect(await use.ended(run.id)).toMatchObject([{ state: 'done' }]);
    expect((await use.generation(run.id)).progress).toBeNull();
  });

  const post = (url: string, body: object) => fetch(url, { method: 'POST', body: JSON.stringify(body) });

  it('is made again when a person took it out of the queue', async () => {
    const { fake } = await use.server();
    await fake.order({ do: 'hold' });
    const workflow = stillLife().replace('"{{auto_seed}}"', '7');
    const foreign = { promptId: newId(), workflow, clientId: 'other', mark: {} };
    await new ComfyClient({ baseUrl: fake.url }).submit(foreign);
    const run = await use.run(1);
    await use.driver();
    await use.until('the prompt to be accepted', async () => (await use.attempts(run.id))[0]?.state === 'accepted');
    await post(`${fake.url}/queue`, { delete: [(await use.attempts(run.id))[0]?.id] });
    await use.until('it to be lost', async () => {
      await use.pass();
      return (await use.attempts(run.id))[0]?.state === 'lost';
    });
    await fake.order({ do: 'release' });
    expect(await use.ended(run.id, { passing: true })).toMatchObject([{ state: 'done', attempts: 2 }]);
  });

  it('is made again when the history was cleared before its pictures were fetched', async () => {
    const { fake } = await use.server();
    await fake.order({ do: 'hold' });
    const run = await use.run(1);
    const first = await use.driver();
    await use.until('the prompt to run', async () => (await use.attempts(run.id))[0]?.state === 'running');
    await first.beforeApplicationShutdown();
    await fake.order({ do: 'release' });
    await use.until('the end', () => Promise.resolve(fake.server.journal.prompts[0]?.state === 'success'));
    await post(`${fake.url}/history`, { clear: true });
    await use.driver();
    expect(await use.ended(run.id, { passing: true })).toMatchObject([{ state: 'done', attempts: 2 }]);
    expect((await use.attempts(run.id)).map((one) => one.state)).toEqual(['lost', 'succeeded']);
  });

  it('is executed after all when the answer of the cache names a file that is gone', async () => {
    const { fake } = await use.server();
    const template = stillLife().replace('"{{auto_seed}}"', '7');
    const first = await use.run(1, template);
    await use.driver();
    await use.ended(first.id);
    const [file] = await use.sql<{ filename: string; subfolder: string }>(
      'select filename, subfolder from generation_outputs',
    );
    fake.server.files.delete({ filename: file?.filename ?? '', subfolder: file?.subfolder ?? '', type: 'output' });
    const second = await use.run(1, template);
    expect(await use.ended(second.id, { passing: true })).toMatchObject([{ state: 'done', attempts: 2 }]);
    expect(fake.server.journal.requests.filter(({ path }) => path === '/free')).toHaveLength(1);
  });
});
