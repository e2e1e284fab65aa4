// npm run new:pack NAME: the folder of a pack, its line in the list of packs, and its tag constraint.
const { execFileSync } = require('node:child_process');
const { join } = require('node:path');
const { formatFiles, generateFiles, names, updateJson, readJson } = require('@nx/devkit');

const LIST = 'packs/all/src/packs.ts';
const CONSTRAINTS = 'eslint.config.js';
const END_OF_LIST = /\n\]\);\n/;
const LAST_CONSTRAINT = "  { ...scope('all'),";

module.exports = async function pack(tree, { name, install = true }) {
  if (tree.exists(`packs/${name}`)) throw new Error(`packs/${name} is there already`);
  const versions = readJson(tree, 'package.json').dependencies;
  const { className, propertyName, constantName } = names(name);
  const options = { name, className, propertyName, constantName, versions, template: '' };
  generateFiles(tree, join(__dirname, 'files'), `packs/${name}`, options);
  insert(tree, LIST, END_OF_LIST, `\n  import('@trellis/${name}'),\n]);\n`);
  insert(tree, CONSTRAINTS, LAST_CONSTRAINT, `  pack('${name}'),\n${LAST_CONSTRAINT}`);
  updateJson(tree, 'packs/all/package.json', (json) => ({ ...json, dependencies: withPack(json.dependencies, name) }));
  await formatFiles(tree);
  return () => finish(tree.root, install);
};

function insert(tree, file, at, text) {
  const before = tree.read(file, 'utf8');
  const after = before.replace(at, text);
  if (after === before) throw new Error(`${file} has no place for a pack: ${at}`);
  tree.write(file, after);
}

const withPack = (dependencies, name) =>
  Object.fromEntries(
    Object.entries({ ...dependencies, [`@trellis/${name}`]: '0.1.0' }).sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** The link in node_modules, the lockfile, the TypeScript references and the report of the lid. */
function finish(root, install) {
  const run = (command, ...args) => execFileSync(command, args, { cwd: root, stdio: 'inherit' });
  if (install) run('npm', 'install', '--no-audit', '--no-fund');
  run('npx', 'nx', 'sync');
  run('npm', 'run', 'surface');
}
