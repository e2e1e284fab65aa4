// npm run test:new-pack: generates a pack in a copy of the workspace, and checks there what a new pack touches.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const copy = mkdtempSync(join(tmpdir(), 'trellis-new-pack-'));
const NAME = 'trial-things';

const run = (cwd: string, command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd, stdio: 'inherit', env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' } });

/** Copies every file that git tracks or would track, in its current state. */
function copyFiles(): void {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' });
  for (const file of listed.split('\0').filter((name) => name && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
}

/** Links the installed packages, our own packages of the copy, and the new pack before it exists. */
function linkModules(): void {
  const [from, to] = [join(root, 'node_modules'), join(copy, 'node_modules')];
  mkdirSync(join(to, '@trellis'), { recursive: true });
  for (const name of readdirSync(from)) if (name !== '@trellis') symlinkSync(join(from, name), join(to, name));
  for (const name of readdirSync(join(from, '@trellis')))
    symlinkSync(readlinkSync(join(from, '@trellis', name)), join(to, '@trellis', name));
  symlinkSync(`../../packs/${NAME}`, join(to, '@trellis', NAME));
}

try {
  copyFiles();
  linkModules();
  run(copy, 'git', 'init', '--quiet');
  run(copy, 'npm', 'run', 'new:pack', '--', NAME, '--install=false');
  run(copy, 'npx', 'prettier', '--check', `packs/${NAME}`, 'packs/all', 'eslint.boundaries.js', 'tsconfig.json');
  run(copy, 'npm', 'run', 'circles');
  // Nothing else imports a pack: the other projects are as they were.
  run(copy, 'npx', 'nx', 'run-many', '-t', 'lint', 'typecheck', 'test', '-p', `@trellis/${NAME}`, '@trellis/all');
  process.stdout.write('The new pack passes the checks.\n');
} finally {
  rmSync(copy, { recursive: true, force: true });
}
