import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '../../..');
const SECONDS = 60;

/** Asks again until there is an answer. @throws Error after 60 s */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  for (const deadline = Date.now() + SECONDS * 1000; Date.now() < deadline;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Not within ${SECONDS} s: ${what}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** `npm start` in a folder of its own: the real server, with an empty library. */
export class AdminServer {
  output = '';
  private ended = false;

  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
    private readonly folder: string,
  ) {
    child.stdout?.on('data', (chunk) => (this.output += String(chunk)));
    child.stderr?.on('data', (chunk) => (this.output += String(chunk)));
    child.on('exit', () => (this.ended = true));
  }

  static async start(env: Record<string, string> = {}): Promise<AdminServer> {
    const folder = await mkdtemp(join(tmpdir(), 'trellis-admin-'));
    const port = await freePort();
    const { PATH, HOME } = process.env;
    const all = { PATH, HOME, PORT: String(port), TRELLIS_DATA_DIR: join(folder, 'var'), LOG_FORMAT: 'json', ...env };
    const options = { cwd: repository, env: all, detached: true, stdio: ['ignore', 'pipe', 'pipe'] as const };
    const server = new AdminServer(
      spawn('npm', ['start', '--silent'], { ...options, stdio: [...options.stdio] }),
      port,
      folder,
    );
    await server.link();
    return server;
  }

  get base(): string {
    return `http://127.0.0.1:${this.port}/admin`;
  }

  /** The sign-in link that the start has printed. It works once. */
  link(): Promise<string> {
    return eventually(`the sign-in link in:\n${this.output}`, () => {
      if (this.ended) throw new Error(`the server ended:\n${this.output}`);
      return /http:\/\/127\.0\.0\.1:\d+\/admin\/sign-in#code=[\w-]{22}/.exec(this.output)?.[0];
    });
  }

  async adminKey(): Promise<string> {
    return (await readFile(join(this.folder, 'var/admin-key'), 'utf8')).trim();
  }

  /** A request with the first key. @throws Error for a refusal */
  async api<T>(method: string, path: string, body?: object | FormData): Promise<T> {
    const form = body instanceof FormData;
    const answer = await fetch(`http://127.0.0.1:${this.port}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.adminKey()}`,
        ...(body && !form && { 'content-type': 'application/json' }),
      },
      body: body && (form ? body : JSON.stringify(body)),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  async stop(): Promise<void> {
    if (!this.ended) process.kill(-(this.child.pid as number), 'SIGTERM');
    await eventually('the server to end', () => this.ended || undefined);
    await rm(this.folder, { recursive: true, force: true });
  }
}
