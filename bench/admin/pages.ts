import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { chromium, type Browser, type Page } from 'playwright-core';
import { drawStillLife } from '@trellis/tools/draw-still-life';
import { inParallel } from '../support.ts';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) => existsSync(path));
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
const DRAWN = 20;
const REGISTERED_AT_ONCE = 4;
const REST_MS = 3_000;

/** The pages of `npm start` on a database, in Chromium. */
export class Pages {
  readonly origin: string;
  private readonly server: ChildProcess;
  private readonly folder: string;
  private readonly key: string;
  private readonly browser: Browser;

  private constructor(started: {
    server: ChildProcess;
    folder: string;
    origin: string;
    key: string;
    browser: Browser;
  }) {
    this.origin = started.origin;
    this.server = started.server;
    this.folder = started.folder;
    this.key = started.key;
    this.browser = started.browser;
  }

  static async start(databaseUrl: string): Promise<Pages> {
    if (!CHROMIUM) throw new Error('Chromium is missing. On Debian and Ubuntu: apt-get install chromium');
    const folder = await mkdtemp(join(tmpdir(), 'trellis-bench-admin-'));
    const port = String(21_000 + (process.pid % 1000));
    const { PATH } = process.env;
    const env = { PATH, TRELLIS_DATA_DIR: folder, DATABASE_URL: databaseUrl, PORT: port, LOG_LEVEL: 'warn' };
    const script = join(import.meta.dirname, '../../tools/start.ts');
    const server = spawn(process.execPath, [script], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    const origin = `http://127.0.0.1:${port}`;
    while (!(await isReady(origin))) {
      if (server.exitCode !== null) throw new Error('the server did not start');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const key = await newKey(env);
    const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
    // Chromium ends with its last context.
    await browser.newContext();
    return new Pages({ server, folder, origin, key, browser });
  }

  async api<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(`${this.origin}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.key}`, ...(body && { 'content-type': 'application/json' }) },
      body: body && JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** Registers this many pictures of a run, some of them alike. */
  async candidates(runId: string, stepId: string, count: number, height = 1280): Promise<void> {
    const root = join(this.folder, 'candidates');
    await mkdir(root, { recursive: true });
    const drawn: Buffer[] = [];
    for (let n = 0; n < Math.min(count, DRAWN); n += 1)
      drawn.push(await withGrain(await drawStillLife(n * 37, (height * 4) / 5, height), height));
    const places = Array.from({ length: count }, (_, n) => n);
    await inParallel(places, REGISTERED_AT_ONCE, async (n) => {
      const imagePath = join(root, `${runId}-${n}.png`);
      await writeFile(imagePath, drawn[n % drawn.length] as Buffer);
      await this.api('POST', `/runs/${runId}/candidates`, { stepId, imagePath });
    });
  }

  /** Makes the large renditions, as the first person who looks at them does. */
  async render(runId: string): Promise<void> {
    const { items } = await this.api<{ items: { id: string }[] }>('GET', `/runs/${runId}/candidates?limit=200`);
    for (const { id } of items) {
      const answer = await fetch(`${this.origin}/api/v1/candidates/${id}/renditions/1280`, {
        headers: { authorization: `Bearer ${this.key}` },
      });
      await answer.arrayBuffer();
    }
  }

  /** Until the server makes no more renditions in the background, which would be measured too. */
  async rest(): Promise<void> {
    const files = async () =>
      (await readdir(join(this.folder, 'candidates', '.renditions'), { recursive: true })).length;
    for (let before = -1, now = await files(); now !== before;) {
      await new Promise((resolve) => setTimeout(resolve, REST_MS));
      [before, now] = [now, await files()];
    }
  }

  /** A person who is signed in, in a browser without anything kept. */
  async person(): Promise<Page> {
    const context = await this.browser.newContext({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    const headers = { 'sec-fetch-site': 'same-origin' };
    await context.request.post(`${this.origin}/api/v1/session`, { data: { key: this.key }, headers });
    return page;
  }

  async stop(): Promise<void> {
    await this.browser.close();
    this.server.kill('SIGTERM');
    await once(this.server, 'exit');
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A generated picture has a grain, which makes its renditions as large as those of a real one. */
async function withGrain(picture: Buffer, height: number): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 8 } as const;
  const grain = { create: { width: (height * 4) / 5, height, channels: 3 as const, background: '#808080', noise } };
  const input = await sharp(grain).png().toBuffer();
  return sharp(picture)
    .composite([{ input, blend: 'soft-light' }])
    .png()
    .toBuffer();
}

/** As an operator makes the first key of a database of their own. */
async function newKey(env: Record<string, string | undefined>): Promise<string> {
  const script = join(import.meta.dirname, '../../tools/trellis.ts');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [script, 'keys', 'create', '--name', 'bench', '--role', 'admin'],
    { env },
  );
  return stdout.trim();
}

const isReady = (origin: string): Promise<boolean> =>
  fetch(`${origin}/readyz`).then(
    ({ ok }) => ok,
    () => false,
  );
