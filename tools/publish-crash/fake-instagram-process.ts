import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../fake-instagram.ts');

export interface JournalMedium {
  id: string;
  containerId: string;
  caption: string | null;
  children: string[];
  isAiGenerated: boolean;
  altTexts: (string | null)[];
}

export interface Journal {
  media: JournalMedium[];
  requests: { method: string; path: string; status: number }[];
}

/** The fake of Instagram as a process. */
export class FakeInstagramProcess {
  readonly url: string;
  private readonly child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.child = child;
  }

  static async start(): Promise<FakeInstagramProcess> {
    const options = ['--port', '0', '--processing', '50', '--quota', '100000'];
    const child = spawn(process.execPath, [MAIN, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const url = /http:\/\/[\d.]+:\d+/.exec(line.toString())?.[0];
    if (!url) throw new Error(`the fake server said: ${line.toString()}`);
    return new FakeInstagramProcess(url, child);
  }

  async order(order: { on: string; do: string; times?: number; seconds?: number }): Promise<void> {
    const answer = await fetch(`${this.url}/__script`, { method: 'POST', body: JSON.stringify(order) });
    if (!answer.ok) throw new Error(await answer.text());
  }

  async journal(): Promise<Journal> {
    return (await (await fetch(`${this.url}/__journal`)).json()) as Journal;
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
  }
}
