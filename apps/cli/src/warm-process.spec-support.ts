// A process that has loaded the command and runs it again and again: loading takes longer than most commands.
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import type { Answer, Request } from './trellis.spec-support.ts';

/** What keeps a process from its end. */
const HANDLES = new Set(['TCPSocketWrap', 'TCPServerWrap', 'ProcessWrap', 'MessagePort', 'FSEvent']);

const root = join(import.meta.dirname, '../../..');
const load = <T>(file: string): Promise<T> => import(pathToFileURL(join(root, file)).href) as Promise<T>;
type Building = { buildApplication(root: string, app: 'cli'): Promise<boolean> };
const { buildApplication } = await load<Building>('tools/build-application.ts');
if (!(await buildApplication(root, 'cli'))) process.exit(1);
process.umask(0o077);
const { program } = await load<typeof import('./program.ts')>('apps/cli/dist/program.js');
const { runProgram } = await load<typeof import('./run-program.ts')>('apps/cli/dist/run-program.js');

const opened = () => process.getActiveResourcesInfo().filter((kind) => HANDLES.has(kind)).length;

/** Runs the command with these settings. A command that leaves something open would not end: its code is null. */
async function run({ env, args }: Request): Promise<Answer> {
  for (const name of Object.keys(process.env)) if (name !== 'PATH') delete process.env[name];
  Object.assign(process.env, env);
  process.exitCode = undefined;
  const [stdout, stderr] = [capture(process.stdout), capture(process.stderr)];
  const before = opened();
  await runProgram(program(), ['node', 'trellis', ...args]);
  for (let i = 0; i < 200 && opened() > before; i += 1) await wait(10);
  const ended = opened() <= before;
  const code = ended ? Number(process.exitCode ?? 0) : null;
  return { code, stdout: stdout.join(''), stderr: stderr.join('') };
}

function capture(stream: NodeJS.WriteStream): string[] {
  const parts: string[] = [];
  stream.write = (chunk: Uint8Array | string, encoding?: unknown, done?: unknown): boolean => {
    parts.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    const callback = [encoding, done].find((one) => typeof one === 'function') as (() => void) | undefined;
    if (callback) setImmediate(callback);
    return true;
  };
  return parts;
}

process.on('message', (request: Request) => void run(request).then((answer) => process.send?.(answer)));
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
