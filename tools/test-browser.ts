// npm run test:browser: the pages of apps/admin in Chromium, on the server of `npm start`. npm run screenshots: pictures
// of every screen, in apps/admin/dist/screenshots.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildAdmin } from './build-admin.ts';
import { buildApplication } from './build-application.ts';
import { runStep, runSteps } from './run-step.ts';

const WHAT = process.argv[2] === 'screenshots' ? '\\.shots\\.ts$' : '\\.browser-spec\\.ts$';
const root = join(import.meta.dirname, '..');
const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'];

if (!CHROMIUM.some((path) => existsSync(path))) {
  process.stderr.write('Chromium is missing. On Debian and Ubuntu: apt-get install chromium\n');
  process.exit(2);
}

await runSteps(async () => {
  // Before the tests, so that no test waits for it.
  if (!(await buildApplication(root, 'api', process.stdout)) || !(await buildAdmin(root, process.stdout)))
    throw new Error('the build failed');
  runStep('browser', 'node_modules/jest/bin/jest.js', ['--runInBand', '--testRegex', WHAT], {
    cwd: join(root, 'apps/admin'),
    env: { NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' },
  });
});
