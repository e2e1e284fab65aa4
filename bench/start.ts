import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median, type Rows } from './support.ts';

/** From the command until /readyz answers, with everything built and an existing database. */
export async function start(): Promise<Rows> {
  const dataDir = await mkdtemp(join(tmpdir(), 'trellis-bench-start-'));
  const times: number[] = [];
  for (let round = 0; round < 6; round += 1) times.push(await startOnce(dataDir));
  await rm(dataDir, { recursive: true, force: true });
  return [
    [
      'npm start, warm, until ready',
      `${(median(times.slice(1)) / 1000).toFixed(1)} s`,
      `first on an empty folder ${((times[0] ?? NaN) / 1000).toFixed(1)} s`,
      '–',
    ],
  ];
}

async function startOnce(dataDir: string): Promise<number> {
  const port = String(20_000 + (process.pid % 1000));
  const from = performance.now();
  const env = { PATH: process.env.PATH, TRELLIS_DATA_DIR: dataDir, PORT: port, LOG_LEVEL: 'warn' };
  const server = spawn(process.execPath, [join(import.meta.dirname, '../tools/start.ts')], { env, stdio: 'ignore' });
  while (
    !(await fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (server.exitCode !== null) throw new Error('the server did not start');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const time = performance.now() - from;
  server.kill('SIGTERM');
  await once(server, 'exit');
  return time;
}
