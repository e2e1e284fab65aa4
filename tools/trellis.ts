// npm run trellis -- …: builds what is not built, silently, and runs the command in this process.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = join(import.meta.dirname, '..');
const tsc = join(root, 'node_modules/typescript/bin/tsc');
const built = spawnSync(process.execPath, [tsc, '--build', join(root, 'apps/cli/tsconfig.lib.json')], {
  stdio: ['ignore', 2, 2],
});
if (built.status !== 0) process.exit(1);
await import(pathToFileURL(join(root, 'apps/cli/dist/main.js')).href);
