import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../../../tools/fake-instagram.ts');

/** `npm run fake:instagram`, on a port of its own. */
export async function fakeInstagram() {
  const child = spawn(process.execPath, [MAIN, '--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const url = /http:\/\/[\d.]+:\d+/.exec(line.toString())?.[0];
  if (!url) throw new Error(line.toString());
  return {
    url,
    media: async () => ((await (await fetch(`${url}/__journal`)).json()) as { media: { caption: string }[] }).media,
    order: async (order: { on: string; do: string; times?: number; seconds?: number }) => {
      const answer = await fetch(`${url}/__script`, { method: 'POST', body: JSON.stringify(order) });
      if (!answer.ok) throw new Error(await answer.text());
    },
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}
