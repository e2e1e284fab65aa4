import { FakeComfy, type FakeComfyOptions, untilDeadline } from '@trellis/testing';
import { ComfyClient } from './comfy-client.ts';
import { savedImages } from './saved-images.ts';

const ID = '0190aaaa-0000-7000-8000-000000000001';
const MARK = { job: 7 };
const still = (color: number, batch = 1) => ({
  1: { class_type: 'EmptyImage', inputs: { width: 24, height: 30, batch_size: batch, color } },
  9: { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'run/base' } },
});
const preview = { class_type: 'PreviewImage', inputs: { images: ['1', 0] } };
const text = { class_type: 'PreviewAny', inputs: { source: 'a bowl' } };

describe('a client of ComfyUI, on the fake server', () => {
  let fake: FakeComfy;
  let client: ComfyClient;
  const start = async (options: FakeComfyOptions = {}) => {
    fake = await FakeComfy.start(options);
    client = new ComfyClient({ baseUrl: fake.url });
  };
  afterEach(() => fake.stop());
  const submit = (graph: object | string = still(1), promptId = ID) => {
    const workflow = typeof graph === 'string' ? graph : JSON.stringify(graph);
    return client.submit({ promptId, workflow, clientId: 'trellis', mark: MARK });
  };
  const ended = async (promptId = ID) => {
    await untilDeadline('the queue to be empty', () => Promise.resolve(fake.server.remaining === 0));
    return client.history(promptId);
  };

  it('submits, sees it in the queue, and then its pictures in the history', async () => {
    await start();
    await fake.order({ do: 'hold' });
    expect(await client.history(ID)).toEqual({ kind: 'unknown' });
    expect(await submit(still(1, 3))).toEqual({ kind: 'accepted', number: 0, dropped: [] });
    expect(await client.queue()).toEqual({ kind: 'queue', running: [{ promptId: ID, mark: MARK }], pending: [] });
    expect(await client.history(ID)).toEqual({ kind: 'unknown' });
    await fake.order({ do: 'release' });
    const history = await ended();
    expect(history).toMatchObject({ kind: 'ended', result: 'success', fault: null, others: [], mark: MARK });
    const images = history.kind === 'ended' ? savedImages(history) : [];
    expect(images.map(({ filename }) => filename)).toEqual(['base_00001_.png', 'base_00002_.png', 'base_00003_.png']);
    const file = await client.view(images[0] ?? { filename: '', subfolder: '', type: '' }, 1_000_000);
    expect(file.kind === 'file' && file.bytes.subarray(1, 4).toString()).toBe('PNG');
  });

  it('knows saved pictures from previews and texts, and those of one node', async () => {
    await start();
    await submit({ ...still(1), 8: preview, 10: { ...still(1)[9] }, 11: text });
    const history = await ended();
    if (history.kind !== 'ended') throw new Error(history.kind);
    expect(history.others).toEqual(['text']);
    expect(history.images.map(({ type }) => type).toSorted()).toEqual(['output', 'output', 'temp']);
    expect(savedImages(history).map(({ nodeId }) => nodeId)).toEqual(['9', '10']);
    expect(savedImages(history, '10').map(({ nodeId }) => nodeId)).toEqual(['10']);
  });

  it('sends seeds of 64 bits as they are', async () => {
    await start();
    await submit(JSON.stringify(still(1)).replace('"color":1', '"color":1,"seed":18446744073709551615'));
    await ended();
    expect(await (await fetch(`${fake.url}/history/${ID}`)).text()).toContain('"seed":18446744073709551615');
  });

  it.each(['0.33.0', '0.3.64'] as const)('has the faults of every node that %s refuses', async (version) => {
    await start({ version });
    const wrong = { 9: { class_type: 'SaveImage', inputs: { filename_prefix: 'secret words' } } };
    const refused = await submit(wrong);
    expect(refused).toEqual({
      ...{ kind: 'refused', type: 'prompt_outputs_failed_validation', message: 'Prompt outputs failed validation' },
      nodes: [
        {
          ...{ nodeId: '9', classType: 'SaveImage' },
          faults: [{ type: 'required_input_missing', message: 'Required input is missing: images' }],
        },
      ],
    });
    const type = version === '0.33.0' ? 'missing_node_type' : 'invalid_prompt';
    expect(await submit({ 1: { class_type: 'NoSuchNode', inputs: {} } })).toMatchObject({ kind: 'refused', type });
    expect(await submit({})).toMatchObject({ kind: 'refused', type: 'prompt_no_outputs', nodes: [] });
    expect(fake.server.journal.prompts).toEqual([]);
  });

  it('sees outputs that a server drops although it takes the prompt', async () => {
    await start();
    const broken = { class_type: 'SaveImage', inputs: { images: ['1', 0] } };
    expect(await submit({ ...still(1), 10: broken })).toMatchObject({
      kind: 'accepted',
      dropped: [{ nodeId: '10', faults: [{ type: 'required_input_missing' }] }],
    });
  });

  it.each([
    ['fail_next', { type: 'RuntimeError', message: 'the node has failed', isOutOfMemory: false }],
    ['oom_next', { type: 'torch.OutOfMemoryError', isOutOfMemory: true }],
  ] as const)('explains %s by node and first line', async (fault, found) => {
    await start();
    await fake.order({ do: fault });
    await submit();
    const history = await ended();
    expect(history).toMatchObject({ result: 'error', fault: { nodeId: '9', classType: 'SaveImage', ...found } });
    expect(JSON.stringify(history)).not.toContain('execution.py');
  });

  it('takes a processor without memory for out of memory', async () => {
    await start();
    const huge = { class_type: 'EmptyImage', inputs: { width: 16384, height: 16384, batch_size: 4096, color: 1 } };
    await submit({ ...still(1), 1: huge });
    expect(await ended()).toMatchObject({ fault: { nodeId: '1', type: 'RuntimeError', isOutOfMemory: true } });
  });

  it.each(['0.33.0', '0.3.64'] as const)('cancels by id what waits and what runs on %s', async (version) => {
    await start({ version });
    await fake.order({ do: 'hold' });
    const second = ID.replace(/1$/, '2');
    await submit();
    await submit(still(2), second);
    expect([await client.cancel(second), await client.cancel(ID)]).toEqual([{ kind: 'heard' }, { kind: 'heard' }]);
    await fake.order({ do: 'release' });
    expect(await ended()).toMatchObject({ result: 'interrupted' });
    expect(await client.history(second)).toEqual({ kind: 'unknown' });
  });

  it('uploads a parent under the name that LoadImage finds', async () => {
    await start();
    const [bytes] = await Promise.all([sampleOf(fake)]);
    const stored = await client.upload({ filename: 'c1.png', subfolder: 'trellis/r1', bytes });
    expect(stored).toEqual({ kind: 'stored', name: 'trellis/r1/c1.png' });
    const load = { class_type: 'LoadImage', inputs: { image: 'trellis/r1/c1.png' } };
    expect(await submit({ ...still(1), 1: load })).toMatchObject({ kind: 'accepted' });
  });

  it('has a cached result again after /free', async () => {
    await start();
    const second = ID.replace(/1$/, '2');
    await submit();
    await ended();
    const file = { filename: 'base_00001_.png', subfolder: 'run', type: 'output' } as const;
    fake.server.files.delete(file);
    expect(await client.view(file, 1000)).toEqual({ kind: 'missing' });
    expect(await client.free()).toEqual({ kind: 'heard' });
    await submit(still(1), second);
    await ended(second);
    expect(await client.view(file, 1_000_000)).toMatchObject({ kind: 'file' });
  });

  it('knows its version and its nodes', async () => {
    await start({ version: '0.3.64' });
    expect(await client.version()).toEqual({ kind: 'version', version: '0.3.64' });
    expect([await client.node('SaveImage'), await client.node('toString')]).toEqual([
      { kind: 'known' },
      { kind: 'unknown' },
    ]);
  });
});

const sampleOf = async (fake: FakeComfy): Promise<Buffer> => {
  const client = new ComfyClient({ baseUrl: fake.url });
  const promptId = '0190aaaa-0000-7000-8000-00000000000f';
  await client.submit({ promptId, workflow: JSON.stringify(still(9)), clientId: 'sample', mark: {} });
  await untilDeadline('the sample', () => Promise.resolve(fake.server.remaining === 0));
  const file = await client.view({ filename: 'base_00001_.png', subfolder: 'run', type: 'output' }, 1_000_000);
  if (file.kind !== 'file') throw new Error(file.kind);
  return file.bytes;
};
