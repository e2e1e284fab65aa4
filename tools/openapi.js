// npm run openapi: writes openapi.json as the application serves it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startTestServer } from '@trellis/testing';
import { loadConfig } from '@trellis/config';
import { buildOpenApi } from '@trellis/http';
import { buildApp } from '../apps/api/dist/build-app.js';

const server = await startTestServer();
const url = new URL(server.url);
url.pathname = `/${server.template}`;
const app = await buildApp(loadConfig({ LOG_LEVEL: 'silent' }), url.href);
await writeFile(join(import.meta.dirname, '../openapi.json'), `${JSON.stringify(buildOpenApi(app), null, 2)}\n`);
await app.close();
await server.stop();
