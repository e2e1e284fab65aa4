import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const CLI = join(import.meta.dirname, '../apps/cli/dist/main.js');

/** Runs `trellis` as a process. Returns the seconds including its start, the peak resident memory in kB (Linux), and stdout. */
export async function command(
  url: string,
  dataDir: string,
  args: string[],
  expected = 0,
): Promise<{ seconds: number; peak: number; output: string }> {
  const env = { PATH: process.env.PATH, DATABASE_URL: url, TRELLIS_DATA_DIR: dataDir };
  const from = performance.now();
  const child = spawn(process.execPath, [CLI, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const output = text(child.stdout);
  let peak = 0;
  const timer = setInterval(() => {
    readFile(`/proc/${child.pid}/status`, 'utf8').then(
      (status) => (peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0))),
      () => undefined,
    );
  }, 20);
  const code = await new Promise((resolve) => child.on('exit', resolve));
  clearInterval(timer);
  if (code !== expected) throw new Error(`${args.join(' ')} exited with ${String(code)}`);
  return { seconds: (performance.now() - from) / 1000, peak, output: await output };
}
