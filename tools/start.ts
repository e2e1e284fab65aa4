// npm start: checks what would prevent the start, builds what is not built, and runs the application in this process.
import { enableCompileCache } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { launchSettings } from '@trellis/config/launch-settings';
import { lockDataDirectory } from '@trellis/embedded-postgres/data-directory-lock';
import { buildAdmin } from './build-admin.ts';
import { buildApplication } from './build-application.ts';

const root = join(import.meta.dirname, '..');
const MAIN = pathToFileURL(join(root, 'apps/api/dist/main.js')).href;

function refuse(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}

const { dataDir, host, port, embedded } = launchSettings();

function freeDataDirectory() {
  try {
    const lock = lockDataDirectory(dataDir);
    return lock ?? refuse(`Another copy is using the data directory ${dataDir}. Stop it, or set TRELLIS_DATA_DIR.`);
  } catch (error) {
    return refuse((error as Error).message);
  }
}

const freePort = () =>
  new Promise<void>((resolve) => {
    const probe = createServer();
    probe.once('error', ({ code }: NodeJS.ErrnoException) =>
      code === 'EADDRINUSE' ? refuse(`Port ${port} is in use. Stop what uses it, or set PORT.`) : resolve(),
    );
    probe.listen(port, host, () => probe.close(() => resolve()));
  });

const lock = embedded ? freeDataDirectory() : undefined;
if (Number.isInteger(port)) await freePort();
if (!(await buildApplication(root, 'api', process.stdout))) process.exit(1);
// Without its pages the API works all the same.
if (process.env['ADMIN_UI'] !== 'off') await buildAdmin(root, process.stdout);
// Compiled code is kept: the next start reads it instead of compiling again.
enableCompileCache(join(root, 'node_modules/.cache/trellis'));
lock?.release();
await import(MAIN);
