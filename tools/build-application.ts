import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';

const PARTS = ['apps', 'libs', 'packs', 'migrations'];
const COMMON = ['package-lock.json', 'tsconfig.base.json'];
const IGNORED = new Set(['node_modules', 'dist']);
const READ = /\.(ts|json)$/;
const BUILDING = /Building project '(.+)\/tsconfig/;
/** tsc prefixes what it explains with the time. */
const EXPLAINED = /^\[?\d+:\d\d:\d\d/;

/**
 * Builds an application, unless no file has changed since it was built. Each project that is built is shown on `out`.
 * Returns false when the build fails.
 */
export async function buildApplication(
  root: string,
  app: 'api' | 'cli',
  out?: NodeJS.WritableStream,
): Promise<boolean> {
  const stamp = join(root, 'apps', app, 'dist/.built');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint(root)) return true;
  const tsc = join(root, 'node_modules/typescript/bin/tsc');
  const args = [tsc, '--build', '--verbose', join(root, 'apps', app, 'tsconfig.lib.json')];
  const build = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const code = new Promise((resolve) => build.on('exit', resolve));
  for await (const line of createInterface(build.stdout)) show(root, line, out);
  if ((await code) !== 0) return false;
  keep(stamp, fingerprint(root));
  return true;
}

/** A user who may not write here starts what another user has built, and compares it again at the next start. */
function keep(stamp: string, text: string): void {
  try {
    writeFileSync(stamp, text);
  } catch (error) {
    if (!['EACCES', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

function show(root: string, line: string, out: NodeJS.WritableStream | undefined): void {
  const project = BUILDING.exec(line)?.[1];
  if (project) out?.write(`Building ${relative(root, project)}\n`);
  else if (line !== '' && !EXPLAINED.test(line) && !line.startsWith('    * '))
    (out ?? process.stderr).write(`${line}\n`);
}

/** Size and time of each file that the build reads, and of what it has noted about its results. */
function fingerprint(root: string): string {
  const hash = createHash('sha256');
  const files = [...COMMON.map((file) => join(root, file)), ...PARTS.flatMap((part) => filesBelow(join(root, part)))];
  for (const file of files.sort()) {
    const facts = statSync(file, { throwIfNoEntry: false });
    hash.update(`${relative(root, file)} ${facts?.mtimeMs} ${facts?.size}\n`);
  }
  return hash.digest('hex');
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return IGNORED.has(entry.name) ? notesOf(path) : filesBelow(path);
    return READ.test(entry.name) ? [path] : [];
  });
}

/** What tsc has noted about the results of a project. */
const notesOf = (folder: string): string[] =>
  folder.endsWith('dist') ? [join(folder, 'tsconfig.lib.tsbuildinfo')].filter((file) => existsSync(file)) : [];
