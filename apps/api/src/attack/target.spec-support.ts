import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { RunningCommand } from '../spec/support/process.spec-support.ts';

/**
 * Asks for /livez every 10 ms, in a thread of its own, so that the work of the attacker does not count. Every question
 * is answered before it ends.
 */
const WATCH = `
  const { workerData, parentPort } = require('node:worker_threads');
  const { get, Agent } = require('node:http');
  const agent = new Agent({ keepAlive: true });
  const answers = [];
  const ask = (from) => new Promise((resolve) => get(workerData + '/livez', { agent }, (answer) =>
    answer.resume().on('end', () => resolve(performance.now() - from))).on('error', () => resolve(Infinity)));
  const timer = setInterval(() => answers.push(ask(performance.now())), 10);
  parentPort.on('message', async () => {
    clearInterval(timer);
    parentPort.postMessage(await Promise.all(answers));
    agent.destroy();
  });`;

export interface Life {
  /** Milliseconds of the slowest of a hundred answers of /livez. */
  p99: number;
  answers: number;
}

/** The server of the README's first command, and what an attacker and an operator see of it. */
export class Target {
  server!: RunningCommand;
  private folder!: string;

  async start(): Promise<void> {
    this.folder = await mkdtemp(join(tmpdir(), 'trellis-attack-'));
    this.server = await RunningCommand.npm('start', join(this.folder, 'var'));
    await this.server.ready();
  }

  async stop(): Promise<void> {
    await this.server.end();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** A key with this role. */
  async key(name: string, role: 'viewer' | 'operator' | 'admin'): Promise<{ id: string; key: string }> {
    return this.server.call('POST', '/keys', { name, role });
  }

  /** The admin's key of the first start. */
  get adminKey(): string {
    return this.server.adminKey;
  }

  async get(path: string, key = this.adminKey): Promise<Response> {
    return fetch(this.server.base + path, { headers: { authorization: `Bearer ${key}` } });
  }

  /** How the server answers others while `work` runs. */
  async lifeDuring<T>(work: () => Promise<T>): Promise<{ result: T; life: Life }> {
    const worker = new Worker(WATCH, { eval: true, workerData: this.server.base });
    await new Promise((resolve) => worker.once('online', resolve));
    const result = await work();
    const waits = await new Promise<number[]>((resolve) => {
      worker.once('message', resolve);
      worker.postMessage('end');
    });
    await worker.terminate();
    const sorted = waits.toSorted((a, b) => a - b);
    return { result, life: { p99: sorted[Math.floor(sorted.length * 0.99)] ?? Infinity, answers: sorted.length } };
  }

  /** Open files and sockets of the server process. */
  get openFiles(): number {
    return readdirSync(`/proc/${this.pid}/fd`).length;
  }

  /** From now on `peakMemory` is that of what follows. */
  forgetPeak(): number {
    writeFileSync(`/proc/${this.pid}/clear_refs`, '5');
    return this.peakMemory;
  }

  /** The most memory that the server process has had since `forgetPeak`, in MB. */
  get peakMemory(): number {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'));
    return Number(line?.[1]) / 1024;
  }

  /** npm's child that runs the server, found by the data directory in its environment. */
  private get pid(): number {
    const isServer = (pid: string) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        const environment = readFileSync(`/proc/${pid}/environ`, 'utf8');
        return command.includes('tools/start.ts') && command.startsWith(process.execPath.split('/').at(-1) ?? 'node')
          ? environment.includes(`TRELLIS_DATA_DIR=${this.server.dataDir}`)
          : false;
      } catch {
        return false; // It has ended, or belongs to another user.
      }
    };
    const found = readdirSync('/proc').find((name) => /^\d+$/.test(name) && isServer(name));
    if (!found) throw new Error('the server process was not found');
    return Number(found);
  }
}
