import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import type { Answer, Statement } from './lists.server.ts';
import { inParallel } from './support.ts';

const AT_ONCE = 8;
const A_ROUND_MS = 700;

/** A server in its own process, and a client for it. */
export class ListClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });

  private readonly process: ChildProcess;
  private readonly base: string;
  private readonly key: string | undefined;

  private constructor(process: ChildProcess, base: string, key: string | undefined) {
    this.process = process;
    this.base = base;
    this.key = key;
  }

  static async start(...args: string[]): Promise<ListClient> {
    const child = fork(join(import.meta.dirname, 'lists.server.ts'), args);
    const [answer] = (await once(child, 'message')) as [Extract<Answer, { url: string }>];
    return new ListClient(child, answer.url, answer.key);
  }

  async statementsOf(path: string): Promise<Statement[]> {
    this.process.send(path);
    const [answer] = (await once(this.process, 'message')) as [Extract<Answer, { statements: Statement[] }>];
    return answer.statements;
  }

  /** Answers a second, with several requests at once. */
  async rate(path: string): Promise<number> {
    const from = performance.now();
    let answers = 0;
    await inParallel(
      Array.from({ length: AT_ONCE }, (_, i) => i + 1),
      AT_ONCE,
      async () => {
        for (; performance.now() - from < A_ROUND_MS; answers += 1) await this.get(path);
      },
    );
    return (answers * 1000) / (performance.now() - from);
  }

  /** Milliseconds of one request. */
  async time(path: string): Promise<number> {
    const from = performance.now();
    await this.get(path);
    return performance.now() - from;
  }

  async stop(): Promise<void> {
    const gone = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await gone;
  }

  private get(path: string): Promise<void> {
    const headers = this.key ? { authorization: `Bearer ${this.key}` } : {};
    return new Promise((resolve, reject) => {
      const request = get(new URL(this.base + path), { agent: this.agent, headers }, (answer) => {
        answer.resume().on('end', () => {
          if (answer.statusCode === 200) resolve();
          else reject(new Error(`${path}: ${answer.statusCode}`));
        });
      });
      request.on('error', reject);
    });
  }
}
