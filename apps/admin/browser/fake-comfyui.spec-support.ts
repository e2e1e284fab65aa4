import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../../tools/fake-comfyui.ts');

/** `npm run fake:comfyui`, on a port of its own. */
export async function fakeComfyui(speed: 'instant' | 'real' = 'instant') {
  const child = spawn(process.execPath, [MAIN, '--port', '0', '--speed', speed], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const url = /http:\/\/[\d.]+:\d+/.exec(line.toString())?.[0];
  if (!url) throw new Error(line.toString());
  const headers = { 'content-type': 'application/json' };
  return {
    url,
    order: async (order: { do: string; times?: number; seconds?: number }) => {
      const answer = await fetch(`${url}/__script`, { method: 'POST', headers, body: JSON.stringify(order) });
      if (!answer.ok) throw new Error(await answer.text());
    },
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

const image = (prefix: string, more: object = {}) =>
  JSON.stringify({
    1: { class_type: 'EmptyImage', inputs: { width: 96, height: 120, batch_size: 1, color: '{{auto_seed}}' } },
    9: { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: prefix } },
    ...more,
  });
const parent = {
  2: { class_type: 'LoadImage', inputs: { image: '{{parent_image_path}}' } },
  3: { class_type: 'PreviewImage', inputs: { images: ['2', 0] } },
};

/** Three steps, each after the first from the picture of the one before. */
export const threeSteps = [
  { name: 'Base', position: 1, workflowTemplate: image('base') },
  { name: 'Variant', position: 2, workflowTemplate: image('variant', parent), needsParentImagePath: true },
  { name: 'Finish', position: 3, workflowTemplate: image('finish', parent), needsParentImagePath: true },
];
