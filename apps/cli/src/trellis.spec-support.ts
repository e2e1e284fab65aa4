import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** The command line that starts it. */
export const command = [process.execPath, join(import.meta.dirname, '../../../tools/trellis.ts')] as const;

export interface Answer {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the command as a process. */
export const trellis = (env: NodeJS.ProcessEnv, ...args: string[]): Promise<Answer> =>
  startTrellis(env, ...args).answer;

/** Starts the command; the child can get signals. */
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
