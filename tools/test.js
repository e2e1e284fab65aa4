// npm test: circles, format, lint, types and unit tests, then everything that needs a database on one PostgreSQL for all of it.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const CRUISED = ['--output-type', 'err', 'apps', 'libs', 'packs', 'migrations'];

function step(name, command, args, env = {}) {
  process.stdout.write(`\n› ${name}\n`);
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', command), ...args], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NX_TUI: 'false', ...env },
  });
  if (status !== 0) throw new Error(`${name} failed`);
}

const nx = (name, targets, env) =>
  step(name, 'nx/dist/bin/nx.js', ['run-many', '-t', ...targets, '--output-style=static'], env);

async function onPostgres(work) {
  const { subscriptions } = await import('@trellis/all');
  const { startTestServer } = await import('@trellis/migrations/testing');
  const server = await startTestServer(subscriptions, process.env.TEST_DATABASE_URL);
  try {
    work({ TEST_DATABASE_URL: server.url });
  } finally {
    await server.stop();
  }
}

try {
  step('circles', 'dependency-cruiser/bin/dependency-cruiser.mjs', CRUISED);
  step('format', 'prettier/bin/prettier.cjs', ['--check', '.']);
  nx('build, lint, types, unit tests', ['build', 'lint', 'typecheck', 'test']);
  await onPostgres((env) => nx('integration and API tests', ['int', 'api'], env));
} catch (error) {
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
}
