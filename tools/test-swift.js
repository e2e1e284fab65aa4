// npm run test:swift: the storage contract, npm start, and the crash harness on a real S3 server. Debian, as root.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SwiftServer } from './swift/swift-server.js';

const root = join(import.meta.dirname, '..');
const directory = mkdtempSync(join(tmpdir(), 'trellis-swift-'));
const server = new SwiftServer(directory, 20_000 + (process.pid % 200) * 5);

function step(name, command, args, { cwd = root, env = {} } = {}) {
  process.stdout.write(`\n› ${name}\n`);
  const { status } = spawnSync(process.execPath, [join(root, command), ...args], {
    cwd,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  if (status !== 0) throw new Error(`${name} failed`);
}

const NODE_OPTIONS = '--experimental-vm-modules --disable-warning=ExperimentalWarning';
const jest = (project, env) =>
  step(`Swift: ${project}`, 'node_modules/jest/bin/jest.js', ['--testRegex', '\\.swift-spec\\.ts$'], {
    cwd: join(root, project),
    env: { ...env, NODE_OPTIONS },
  });

try {
  const projects = ['apps/api', 'apps/cli', 'libs/testing'].map((project) => join(project, 'tsconfig.lib.json'));
  step('build', 'node_modules/typescript/bin/tsc', ['--build', ...projects]);
  await server.start();
  await server.makePublicBucket('trellis');
  const settings = server.settings('trellis');
  for (const project of ['libs/storage', 'apps/api']) jest(project, settings);
  const [runs, kills] = process.argv.slice(2);
  step('crash harness', 'tools/crash/run.js', ['--store', 'swift', '--runs', runs ?? '50', '--kills', kills ?? '20']);
} catch (error) {
  process.stderr.write(`\n${error.message}\n`);
  process.exitCode = 1;
} finally {
  server.stop();
  rmSync(directory, { recursive: true, force: true });
}
