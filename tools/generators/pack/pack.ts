// npm run new:pack NAME: the folder of a pack, its line in the list of packs, and its tag constraint.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { formatFiles, generateFiles, names, readJson, updateJson, type Tree } from '@nx/devkit';

const LIST = 'packs/all/src/packs.ts';
const CONSTRAINTS = 'eslint.boundaries.js';
const END_OF_LIST = /\n\]\);\n/;
const LAST_CONSTRAINT = "  { ...scope('all'),";

interface Manifest {
  dependencies: Record<string, string>;
}

export default async function pack(
  tree: Tree,
  { name, install = true }: { name: string; install?: boolean },
): Promise<() => void> {
  if (tree.exists(`packs/${name}`)) throw new Error(`packs/${name} exists already`);
  const versions = readJson<Manifest>(tree, 'package.json').dependencies;
  const { className, propertyName, constantName } = names(name);
  const options = { name, className, propertyName, constantName, versions, template: '' };
  generateFiles(tree, join(import.meta.dirname, 'files'), `packs/${name}`, options);
  insert(tree, LIST, END_OF_LIST, `\n  import('@trellis/${name}'),\n]);\n`);
  insert(tree, CONSTRAINTS, LAST_CONSTRAINT, `  pack('${name}'),\n${LAST_CONSTRAINT}`);
  updateJson<Manifest>(tree, 'packs/all/package.json', (json) => ({
    ...json,
    dependencies: withPack(json.dependencies, name),
  }));
  await formatFiles(tree);
  return () => finish(tree.root, install);
}

function insert(tree: Tree, file: string, at: string | RegExp, text: string): void {
  const before = tree.read(file, 'utf8') ?? '';
  const after = before.replace(at, text);
  if (after === before) throw new Error(`${file} has no place for a pack: ${String(at)}`);
  tree.write(file, after);
}

const withPack = (dependencies: Record<string, string>, name: string) =>
  Object.fromEntries(
    Object.entries({ ...dependencies, [`@trellis/${name}`]: '0.1.0' }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** Creates the link in node_modules, the lockfile entry, the TypeScript references and the report of the lid. */
function finish(root: string, install: boolean): void {
  const run = (command: string, ...args: string[]) => execFileSync(command, args, { cwd: root, stdio: 'inherit' });
  if (install) run('npm', 'install', '--no-audit', '--no-fund');
  run('npx', 'nx', 'sync');
  run('npm', 'run', 'surface');
}
