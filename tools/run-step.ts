import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

interface Where {
  cwd?: string;
  env?: Record<string, string>;
}

/** Runs one script of the repository with Node and shows its output. @throws Error when it fails */
export function runStep(name: string, script: string, args: string[] = [], { cwd = root, env = {} }: Where = {}): void {
  process.stdout.write(`\n› ${name}\n`);
  const { status } = spawnSync(process.execPath, [join(root, script), ...args], {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, NX_TUI: 'false', ...env },
  });
  if (status !== 0) throw new Error(`${name} failed`);
}

interface Targets {
  env?: Record<string, string>;
  /** How many projects at a time; by default as nx.json has it. */
  parallel?: number;
}

/** Runs these targets of every project. */
export function runTargets(name: string, targets: string[], { env = {}, parallel }: Targets = {}): void {
  const more = parallel === undefined ? [] : [`--parallel=${parallel}`];
  const args = ['run-many', '-t', ...targets, '--output-style=static', ...more];
  runStep(name, 'node_modules/nx/dist/bin/nx.js', args, { env });
}

/** Runs the steps; a failure is printed and becomes the exit code. */
export async function runSteps(steps: () => void | Promise<void>): Promise<void> {
  try {
    await steps();
  } catch (error) {
    process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
