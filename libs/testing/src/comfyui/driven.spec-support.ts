import { untilDeadline } from '@trellis/kernel';
import { FakeComfy, type FakeComfyOptions } from './fake-comfy.ts';
import type { Order } from './script.ts';

type Body = Record<string, unknown>;
export interface Shown {
  outputs: Record<string, { images: { filename: string }[] }>;
  status: { status_str: string; messages: [string, Body][] };
}

export const id = (n: number) => `0190aaaa-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const picture = (color: number) => ({
  class_type: 'EmptyImage',
  inputs: { width: 32, height: 40, batch_size: 1, color },
});
export const save = (from = '1') => ({
  class_type: 'SaveImage',
  inputs: { images: [from, 0], filename_prefix: 'still/base' },
});
export const sampler = {
  1: { class_type: 'EmptyLatentImage', inputs: { width: 32, height: 32, batch_size: 1 } },
  2: {
    class_type: 'KSampler',
    inputs: {
      ...{ model: ['4', 0], seed: 1, steps: 20, cfg: 1, sampler_name: 'euler', scheduler: 'normal' },
      ...{ positive: ['5', 0], negative: ['5', 0], latent_image: ['1', 0], denoise: 1 },
    },
  },
  3: { class_type: 'VAEDecode', inputs: { samples: ['2', 0], vae: ['4', 2] } },
  4: { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'x' } },
  5: { class_type: 'CLIPTextEncode', inputs: { text: 'lemon', clip: ['4', 1] } },
  9: save('3'),
};
export const VIEW = '/view?filename=base_00001_.png&subfolder=still&type=output';

const started: FakeComfy[] = [];

export async function start(options: FakeComfyOptions = {}): Promise<FakeComfy> {
  const fake = await FakeComfy.start(options);
  started.push(fake);
  return fake;
}

export async function stopAll(): Promise<void> {
  for (const fake of started.splice(0)) await fake.stop();
}

export async function call(fake: FakeComfy, path: string, body?: unknown): Promise<{ status: number; body: Body }> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(fake.url + path, init);
  const text = await answer.text();
  return { status: answer.status, body: (text.startsWith('{') ? JSON.parse(text) : text) as Body };
}

export const prompt = (fake: FakeComfy, n: number, graph: object = { 1: picture(n), 9: save() }) =>
  call(fake, '/prompt', { prompt: graph, prompt_id: id(n), client_id: 'c' });

export const order = (fake: FakeComfy, body: Order) => call(fake, '/__script', body);

export const rest = (fake: FakeComfy) =>
  untilDeadline('the queue to be empty', () => Promise.resolve(fake.server.remaining === 0));

export const isRunning = (fake: FakeComfy) =>
  untilDeadline('the prompt to run', () => Promise.resolve(fake.server.running.length === 1));

export async function shown(fake: FakeComfy, n: number): Promise<Shown | undefined> {
  await rest(fake);
  return (await call(fake, `/history/${id(n)}`)).body[id(n)] as Shown | undefined;
}

export const lastOf = ({ status }: Shown) => status.messages.at(-1) as [string, Body];
