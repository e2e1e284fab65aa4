// npm run trellis -- …: builds what is not built, silently, and runs the command in this process.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildApplication } from './build-application.ts';

const root = join(import.meta.dirname, '..');
if (!(await buildApplication(root, 'cli'))) process.exit(1);
// Compiled code is kept: the next start reads it instead of compiling again.
enableCompileCache(join(root, 'node_modules/.cache/trellis'));
await import(pathToFileURL(join(root, 'apps/cli/dist/main.js')).href);
