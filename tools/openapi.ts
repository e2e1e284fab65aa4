// npm run openapi: writes openapi.json as the application serves it.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { subscriptions } from '@trellis/all';
import { startTestServer } from '@trellis/migrations/testing';
import { loadConfig } from '@trellis/config';
import { buildApp } from '@trellis/api/build-app';
import { openApiOf } from '@trellis/api/open-api';

const server = await startTestServer(subscriptions);
const url = new URL(server.url);
url.pathname = `/${server.template}`;
const app = await buildApp(loadConfig({ LOG_LEVEL: 'silent' }), url.href);
await writeFile(join(import.meta.dirname, '../openapi.json'), `${JSON.stringify(openApiOf(app), null, 2)}\n`);
await app.close();
await server.stop();
