import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { untilDeadline } from '@trellis/kernel';

type Outputs = Record<string, { images: { filename: string }[] }>;

const COMMAND = join(import.meta.dirname, '../../../../tools/fake-comfyui.ts');
type Started = ChildProcessByStdio<null, Readable, Readable>;

describe('npm run fake:comfyui', () => {
  const started: Started[] = [];
  const run = (...args: string[]) => {
    const child = spawn(process.execPath, [COMMAND, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    started.push(child);
    return child;
  };
  const firstOf = async (stream: Readable) => String((await once(stream, 'data'))[0]);
  afterEach(async () => {
    for (const child of started.splice(0)) {
      if (child.exitCode !== null) continue;
      child.kill();
      await once(child, 'exit');
    }
  });

  it('answers from sources alone until it is stopped, and refuses a port in use', async () => {
    const server = run('--port', '0', '--version', '0.3.64');
    const [url] = /http:\S+\d/.exec(await firstOf(server.stdout)) ?? [];
    const stats = (await (await fetch(`${url}/system_stats`)).json()) as { system: { comfyui_version: string } };
    expect(stats.system.comfyui_version).toBe('0.3.64');
    const port = new URL(String(url)).port;
    const second = run('--port', port);
    expect(await firstOf(second.stderr)).toContain(`Port ${port} is used by another process.`);
  });

  it('makes another file for each picture, also where two have the same colours', async () => {
    const server = run('--port', '0');
    const [url] = /http:\S+\d/.exec(await firstOf(server.stdout)) ?? [];
    const prompt = {
      1: { class_type: 'EmptyImage', inputs: { width: 16, height: 16, batch_size: 80, color: 7 } },
      9: { class_type: 'SaveImage', inputs: { images: ['1', 0], filename_prefix: 'x' } },
    };
    const id = '0190aaaa-0000-7000-8000-000000000001';
    await fetch(`${url}/prompt`, { method: 'POST', body: JSON.stringify({ prompt, prompt_id: id }) });
    const names = await untilDeadline('the pictures', async () => {
      const history = (await (await fetch(`${url}/history/${id}`)).json()) as Record<string, { outputs: Outputs }>;
      return history[id]?.outputs['9']?.images.map(({ filename }) => filename);
    });
    const hashes = new Set<string>();
    for (const name of names) {
      const answer = await fetch(`${url}/view?filename=${name}&type=output`);
      hashes.add(
        createHash('sha256')
          .update(Buffer.from(await answer.arrayBuffer()))
          .digest('hex'),
      );
    }
    expect([names.length, hashes.size]).toEqual([80, 80]);
  });

  it.each([
    [['--speed', 'slow'], '--speed must be one of instant, real, not slow.'],
    [['--port', '65536'], '--port must be a whole number from 0 to 65535, not 65536.'],
    [['--colour', 'red'], "Unknown option '--colour'"],
  ])('refuses %j', async (args, problem) => {
    const child = run(...args);
    expect(await firstOf(child.stderr)).toContain(problem);
    const [code] = child.exitCode === null ? ((await once(child, 'exit')) as [number]) : [child.exitCode];
    expect(code).toBe(2);
  });
});
