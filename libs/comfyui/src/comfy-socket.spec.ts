import { FakeComfy, untilDeadline } from '@trellis/testing';
import { ComfyClient } from './comfy-client.ts';
import { ComfySocket, hintOf, type ComfyHint } from './comfy-socket.ts';

const ID = '0190aaaa-0000-7000-8000-000000000001';
const sampler = {
  1: { class_type: 'EmptyLatentImage', inputs: { width: 32, height: 32, batch_size: 1 } },
  2: {
    class_type: 'KSampler',
    inputs: {
      ...{ model: ['4', 0], seed: 1, steps: 5, cfg: 1, sampler_name: 'euler', scheduler: 'normal' },
      ...{ positive: ['5', 0], negative: ['5', 0], latent_image: ['1', 0], denoise: 1 },
    },
  },
  3: { class_type: 'VAEDecode', inputs: { samples: ['2', 0], vae: ['4', 2] } },
  4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'x' } },
  5: { class_type: 'CLIPTextEncode', inputs: { text: 'lemon', clip: ['4', 1] } },
  9: { class_type: 'SaveImage', inputs: { images: ['3', 0], filename_prefix: 'x' } },
};

describe('the socket of a ComfyUI server', () => {
  it('hears the steps of a prompt, and the end of its connection', async () => {
    const fake = await FakeComfy.start();
    const heard: ComfyHint[] = [];
    const socket = await ComfySocket.open({ baseUrl: fake.url }, 'trellis', (hint) => heard.push(hint));
    const client = new ComfyClient({ baseUrl: fake.url });
    await client.submit({ promptId: ID, workflow: JSON.stringify(sampler), clientId: 'trellis', mark: {} });
    const isOver = () => heard.some(({ progress }, n) => progress === null && heard[n - 1]?.progress?.value === 5);
    await untilDeadline('the last step', () => Promise.resolve(isOver()));
    expect(heard.filter(({ progress }) => progress).map(({ progress }) => progress)).toEqual(
      [1, 2, 3, 4, 5].map((value) => ({ value, max: 5 })),
    );
    await fake.stop();
    await socket?.ended;
    expect(heard.every(({ promptId }) => promptId === ID)).toBe(true);
  });

  it('is undefined where nothing listens', async () => {
    const fake = await FakeComfy.start();
    await fake.stop();
    expect(await ComfySocket.open({ baseUrl: fake.url }, 'trellis', () => undefined)).toBeUndefined();
  });

  it.each<[unknown, ComfyHint | undefined]>([
    [
      '{"type":"progress","data":{"prompt_id":"p","value":0,"max":4}}',
      { promptId: 'p', progress: { value: 0, max: 4 }, isEnd: false },
    ],
    ['{"type":"executing","data":{"prompt_id":"p","node":"3"}}', { promptId: 'p', progress: null, isEnd: false }],
    ['{"type":"executing","data":{"prompt_id":"p","node":null}}', { promptId: 'p', progress: null, isEnd: true }],
    ['{"type":"execution_success","data":{"prompt_id":"p"}}', { promptId: 'p', progress: null, isEnd: true }],
    ['{"type":"progress","data":{"prompt_id":"p","value":5,"max":4}}', undefined],
    ['{"type":"progress","data":{"prompt_id":"p","value":-1,"max":4}}', undefined],
    ['{"type":"progress","data":{"prompt_id":"p","value":1e999,"max":1e999}}', undefined],
    ['{"type":"progress","data":{"prompt_id":7,"value":1,"max":4}}', undefined],
    ['{"type":"status","data":{"status":{}}}', undefined],
    ['{"type":"status"}', undefined],
    ['[]', undefined],
    ['{', undefined],
    [Buffer.from('{}'), undefined],
  ])('hears in %j: %j', (frame, hint) => {
    expect(hintOf(frame)).toEqual(hint);
  });
});
