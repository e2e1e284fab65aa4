// npm run test:clients: lints the OpenAPI document, and does the main job with two clients that are generated from it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiKeys } from '@trellis/access';
import { subscriptions } from '@trellis/all';
import { buildApp, startWork } from '@trellis/api/build-app';
import { loadConfig } from '@trellis/config';
import { startTestServer } from '@trellis/migrations/testing';
import { aPng } from '@trellis/testing';

const root = join(import.meta.dirname, '..');
const clients = join(import.meta.dirname, 'clients');
const bin = (name: string) => join(root, 'node_modules/.bin', name);

async function run(command: string, args: string[], env: Record<string, string> = {}): Promise<void> {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`);
}

async function generateAndCompile(): Promise<void> {
  const quiet = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  await run(bin('redocly'), ['lint', 'openapi.json', '--format=summary'], quiet);
  await run(bin('spectral'), ['lint', 'openapi.json', '--fail-severity=warn']);
  await run(process.execPath, [join(clients, 'generate.ts')]);
  await run(bin('tsc'), ['--project', clients]);
}

/** The whole application on a database of its own. The clients are other processes. */
async function doTheMainJob(): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'trellis-clients-'));
  const server = await startTestServer(subscriptions);
  const url = new URL(server.url);
  url.pathname = `/${server.template}`;
  const config = loadConfig({ LOG_LEVEL: 'silent', TRELLIS_DATA_DIR: dataDir });
  const app = await buildApp(config, url.href);
  try {
    const { key } = await app.get(ApiKeys).create({ name: 'clients', role: 'admin' }, 'test');
    await app.listen(0, '127.0.0.1');
    await startWork(app);
    const { port } = app.getHttpServer().address() as AddressInfo;
    const connection = { TRELLIS_URL: `http://127.0.0.1:${port}`, TRELLIS_KEY: key };
    for (const client of ['openapi-fetch', 'orval'])
      await run(process.execPath, [join(clients, `${client}.client.ts`)], {
        ...connection,
        TRELLIS_IMAGES: (await imagesIn(join(dataDir, 'candidates', client))).join(':'),
      });
  } finally {
    await app.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function imagesIn(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const files = ['one.png', 'two.png'].map((name) => join(folder, name));
  for (const file of files) await writeFile(file, await aPng());
  return files;
}

await generateAndCompile();
await doTheMainJob();
