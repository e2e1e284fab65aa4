import { fork, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** The command line that starts it. */
export const command = [process.execPath, join(import.meta.dirname, '../../../tools/trellis.ts')] as const;

export interface Request {
  env: NodeJS.ProcessEnv;
  args: string[];
}

export interface Answer {
  /** null when the command did not end by itself. */
  code: number | null;
  stdout: string;
  stderr: string;
}

let warm: Promise<ChildProcess> | undefined;
let busy = false;

afterAll(async () => {
  const process = await warm;
  warm = undefined;
  if (!process) return;
  const exit = once(process, 'exit');
  process.disconnect();
  await exit;
});

/** Runs the command in a process that has loaded it, or in a process of its own while that one is busy. */
export async function trellis(env: NodeJS.ProcessEnv, ...args: string[]): Promise<Answer> {
  if (busy) return startTrellis(env, ...args).answer;
  busy = true;
  try {
    const process = await (warm ??= startWarm());
    process.send({ env, args } satisfies Request);
    return (await messageOf(process)) as Answer;
  } finally {
    busy = false;
  }
}

async function startWarm(): Promise<ChildProcess> {
  const { PATH } = process.env;
  const child = fork(join(import.meta.dirname, 'warm-process.spec-support.ts'), { env: { PATH }, execArgv: [] });
  await messageOf(child);
  return child;
}

/** @throws Error when the process ends instead */
async function messageOf(child: ChildProcess): Promise<unknown> {
  const waits = new AbortController();
  const exit = once(child, 'exit', waits).then(() => {
    warm = undefined;
    throw new Error('The process of the command ended');
  });
  try {
    return ((await Promise.race([once(child, 'message', waits), exit])) as [unknown])[0];
  } finally {
    // The other wait is rejected by this.
    exit.catch(() => undefined);
    waits.abort();
  }
}

/** Starts the command in a process of its own; the child can get signals. */
export function startTrellis(
  env: NodeJS.ProcessEnv,
  ...args: string[]
): { child: ChildProcess; answer: Promise<Answer>; output: () => string } {
  const { PATH } = process.env;
  const [node, script] = command;
  const child = spawn(node, [script, ...args], { env: { PATH, ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const answer = new Promise<Answer>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
  return { child, answer, output: () => stdout + stderr };
}
