import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { untilDeadline } from '@trellis/testing';
import { AnswerCheck } from './answer-check.spec-support.ts';

export const repository = join(import.meta.dirname, '../../../../..');

const detached: SpawnOptions = { detached: true, stdio: ['ignore', 'pipe', 'pipe'] };

/** A command of the README as its own process group, as a terminal starts it. */
export class RunningCommand {
  output = '';
  key: string | undefined;
  private exit: { code: number | null } | undefined;

  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
    readonly dataDir: string,
  ) {
    child.stdout?.on('data', (chunk) => (this.output += String(chunk)));
    child.stderr?.on('data', (chunk) => (this.output += String(chunk)));
    child.on('exit', (code) => (this.exit = { code }));
  }

  static async npm(
    script: string,
    dataDir: string,
    { env = {}, cwd = repository, args = [] }: { env?: NodeJS.ProcessEnv; cwd?: string; args?: string[] } = {},
  ): Promise<RunningCommand> {
    const port = Number(env['PORT'] ?? (await freePort()));
    const { PATH, HOME } = process.env;
    const all = { PATH, HOME, TRELLIS_DATA_DIR: dataDir, PORT: String(port), LOG_FORMAT: 'json', ...env };
    const child = spawn('npm', ['run', '--silent', script, '--', ...args], { ...detached, cwd, env: all });
    return new RunningCommand(child, port, dataDir);
  }

  /** A command line on a free port, without npm. */
  static async command(
    [program, ...args]: [string, ...string[]],
    dataDir: string,
    { env = {}, cwd = repository }: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
  ): Promise<RunningCommand> {
    const port = await freePort();
    const { PATH, HOME } = process.env;
    const all = { PATH, HOME, TRELLIS_DATA_DIR: dataDir, PORT: String(port), LOG_FORMAT: 'json', ...env };
    return new RunningCommand(spawn(program, args, { ...detached, cwd, env: all }), port, dataDir);
  }

  get base(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  ready(): Promise<void> {
    return this.answering('/readyz');
  }

  /** It answers, although a dependency may be missing. */
  listening(): Promise<void> {
    return this.answering('/livez');
  }

  private async answering(path: string): Promise<void> {
    await untilDeadline(
      `the server to answer ${path}; its output:\n${this.output}`,
      async () => {
        if (this.exit) throw new Error(`it exited with ${this.exit.code}:\n${this.output}`);
        return fetch(`${this.base}${path}`).then(
          ({ ok }) => ok,
          () => false,
        );
      },
      { seconds: 60 },
    );
  }

  /** Ctrl-C in a terminal: the signal goes to the whole group. */
  signal(signal: NodeJS.Signals): void {
    process.kill(-(this.child.pid as number), signal);
  }

  async exited(): Promise<number | null> {
    const { code } = await untilDeadline('the process to end', () => this.exit, { seconds: 60 });
    return code;
  }

  /** Ends the process if it still runs. */
  async end(): Promise<void> {
    if (this.exit) return;
    this.signal('SIGTERM');
    await this.exited();
  }

  call<T>(method: string, path: string, body?: object): Promise<T> {
    return this.send(method, path, body && JSON.stringify(body), { 'content-type': 'application/json' });
  }

  /** Of the first start on the embedded default. */
  get adminKey(): string {
    return readFileSync(join(this.dataDir, 'admin-key'), 'utf8').trim();
  }

  /** A request with the first admin's key, or with `key`. */
  async send<T>(method: string, path: string, body?: FormData | string, more: object = {}): Promise<T> {
    const key = this.key ?? this.adminKey;
    const headers = { authorization: `Bearer ${key}`, ...more };
    const url = `/api/v1${path}`;
    const answer = await fetch(this.base + url, { method, headers, body });
    const { status } = answer;
    const text = await answer.text();
    const check = new AnswerCheck();
    check.take({ method, url, status, type: answer.headers.get('content-type') ?? '', body: text });
    check.expectNone();
    if (!answer.ok) throw new Error(`${method} ${path}: ${text}`);
    return (status === 204 ? undefined : JSON.parse(text)) as T;
  }
}

export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
