// node tools/image.ts FOLDER: puts what the image runs into a folder: built code and its dependencies, without sources,
// tests and tools. The Dockerfile runs it after the build; nothing else needs it.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const target = process.argv[2];
if (!target) throw new Error('usage: node tools/image.ts FOLDER');

/** Helpers of tests. Nothing that runs imports them. */
const TESTING = /^(testing|jest)\.|^testing$|^spec$/;
const BUILT = /\.js$/;

function copyBuilt(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (TESTING.test(entry.name)) continue;
    const [source, copy] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyBuilt(source, copy);
    else if (BUILT.test(entry.name)) cpSync(source, copy, { preserveTimestamps: true });
  }
}

function copyWorkspace(folder: string): void {
  if (!existsSync(join(root, folder, 'dist'))) return;
  mkdirSync(join(target as string, folder), { recursive: true });
  cpSync(join(root, folder, 'package.json'), join(target as string, folder, 'package.json'));
  copyBuilt(join(root, folder, 'dist'), join(target as string, folder, 'dist'));
}

const workspaces = ['apps', 'libs', 'packs'].flatMap((kind) =>
  readdirSync(join(root, kind)).map((name) => join(kind, name)),
);
for (const folder of [...workspaces.filter((one) => one !== join('libs', 'testing')), 'migrations'])
  copyWorkspace(folder);
cpSync(join(root, 'apps/admin/dist/site'), join(target, 'apps/admin/dist/site'), { recursive: true });
cpSync(join(root, 'package.json'), join(target, 'package.json'));
execFileSync('cp', ['-al', join(root, 'node_modules'), join(target, 'node_modules')]);
rmSync(join(target, 'node_modules', '.cache'), { recursive: true, force: true });

// A link to a workspace that is not in the image.
const scope = join(target, 'node_modules', '@trellis');
for (const name of readdirSync(scope)) {
  const link = join(scope, name);
  if (lstatSync(link).isSymbolicLink() && !existsSync(link)) rmSync(link);
}
process.stdout.write(`${relative(process.cwd(), target)}: ready\n`);
