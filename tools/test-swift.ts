// npm run test:swift: the storage contract, npm start, and the crash harness on a real S3 server. Debian, as root.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runStep, runSteps } from './run-step.ts';
import { SwiftServer } from './swift/swift-server.ts';

const root = join(import.meta.dirname, '..');
const directory = mkdtempSync(join(tmpdir(), 'trellis-swift-'));
const server = new SwiftServer(directory, 20_000 + (process.pid % 200) * 5);
const PROJECTS = ['apps/api', 'apps/cli', 'libs/testing'].map((project) => join(project, 'tsconfig.lib.json'));

const jest = (project: string, env: Record<string, string>) =>
  runStep(`Swift: ${project}`, 'node_modules/jest/bin/jest.js', ['--testRegex', '\\.swift-spec\\.ts$'], {
    cwd: join(root, project),
    env: { ...env, NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' },
  });

await runSteps(async () => {
  try {
    runStep('build', 'node_modules/typescript/bin/tsc', ['--build', ...PROJECTS]);
    await server.start();
    await server.makeBuckets('trellis');
    const settings = server.settings('trellis');
    for (const project of ['libs/storage', 'apps/api']) jest(project, settings);
    const [runs = '50', kills = '20'] = process.argv.slice(2);
    runStep('crash harness', 'tools/crash/run.ts', ['--store', 'swift', '--runs', runs, '--kills', kills]);
  } finally {
    server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
});
