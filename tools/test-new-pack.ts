// npm run test:new-pack: makes a pack in a copy of the workspace, and checks that copy as every commit is checked.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const copy = mkdtempSync(join(tmpdir(), 'trellis-new-pack-'));
const NAME = 'trial-things';

const run = (cwd: string, command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd, stdio: 'inherit', env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' } });

/** Every file that git tracks or would track, as it is now. */
function copyFiles(): void {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root, encoding: 'utf8' });
  for (const file of listed.split('\0').filter((name) => name && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
}

/** The installed packages by links; our own to the copy, and the new one before it is there. */
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
  run(copy, 'npm', 'run', 'check');
  process.stdout.write('The new pack passes npm run check.\n');
} finally {
  rmSync(copy, { recursive: true, force: true });
}
