import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../../..');
const nx = join(root, 'node_modules/nx/dist/bin/nx.js');
/** Without the options of Jest's process. */
export const env = { ...process.env, NODE_OPTIONS: '', NX_DAEMON: 'false' };

export interface Message {
  ruleId: string | null;
  message: string;
}

/** A text as if it were in this file, which has to exist for type-checked rules. */
export interface LintCase {
  file: string;
  code: string;
}

/** One ESLint for all texts: each process would load the types of the workspace again. */
const PROGRAM = `
  import { ESLint } from 'eslint';
  import { readFileSync } from 'node:fs';
  const eslint = new ESLint();
  const results = [];
  for (const { file, code } of JSON.parse(readFileSync(0, 'utf8')))
    results.push((await eslint.lintText(code, { filePath: file }))[0]?.messages ?? []);
  process.stdout.write(JSON.stringify(results));`;

/** The linter's messages for each text. Nothing is written. */
export function lintAll(cases: readonly LintCase[], cwd = root): Message[][] {
  const run = ['--input-type=module', '-e', PROGRAM];
  const input = JSON.stringify(cases);
  const { stdout, stderr } = spawnSync(process.execPath, run, { cwd, input, encoding: 'utf8', env });
  // Without the project graph the rule is skipped silently, and a test that expects no message would pass.
  if (stderr.includes('No cached ProjectGraph') || !stdout) throw new Error(stderr);
  return JSON.parse(stdout) as Message[][];
}

/** Creates the project graph again, which the boundary rule reads. */
export function makeProjectGraph(cwd = root): void {
  execFileSync(process.execPath, [nx, 'show', 'projects'], { cwd, env, stdio: 'ignore' });
}

/** The tags of every project. */
export function tagsOf(cwd = root): Record<string, string[]> {
  const text = execFileSync(process.execPath, [nx, 'graph', '--print'], { cwd, env, encoding: 'utf8' });
  const { graph } = JSON.parse(text) as { graph: { nodes: Record<string, { data: { tags?: string[] } }> } };
  return Object.fromEntries(Object.entries(graph.nodes).map(([name, { data }]) => [name, data.tags ?? []]));
}
