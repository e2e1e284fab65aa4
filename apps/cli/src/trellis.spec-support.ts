import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** The words that start it. */
export const command = [process.execPath, join(import.meta.dirname, '../../../tools/trellis.ts')] as const;

export interface Answer {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command as people do, as a process of its own. */
export const trellis = (env: NodeJS.ProcessEnv, ...args: string[]): Promise<Answer> =>
  startTrellis(env, ...args).answer;

/** The same, for whoever wants to send it a signal. */
export function startTrellis(
  env: NodeJS.ProcessEnv,
  ...args: string[]
): { child: ChildProcess; answer: Promise<Answer>; said: () => string } {
  const { PATH } = process.env;
  const [node, script] = command;
  const child = spawn(node, [script, ...args], { env: { PATH, ...env } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const answer = new Promise<Answer>((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
  return { child, answer, said: () => stdout + stderr };
}
