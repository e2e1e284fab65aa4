import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../fake-comfyui.ts');

export interface JournalPrompt {
  promptId: string;
  state: 'pending' | 'running' | 'success' | 'error' | 'interrupted' | 'deleted' | 'forgotten';
  receivedAt: number;
  endedAt: number | null;
  images: unknown[];
}

/** A fake ComfyUI server as a process. What it was asked survives the deaths that it is ordered to die. */
export class FakeProcess {
  readonly url: string;
  private readonly child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.child = child;
  }

  static async start(version: string, speed: 'instant' | 'real' = 'real'): Promise<FakeProcess> {
    const options = ['--port', '0', '--version', version, '--speed', speed];
    const child = spawn(process.execPath, [MAIN, ...options], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const url = /http:\/\/[\d.]+:\d+/.exec(line.toString())?.[0];
    if (!url) throw new Error(`the fake server said: ${line.toString()}`);
    return new FakeProcess(url, child);
  }

  /** False while nothing listens. */
  async order(order: { do: string; times?: number; seconds?: number; path?: string }): Promise<boolean> {
    const init = { method: 'POST', body: JSON.stringify(order), headers: { 'content-type': 'application/json' } };
    return fetch(`${this.url}/__script`, init).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  async prompts(): Promise<JournalPrompt[]> {
    const answer = await fetch(`${this.url}/__journal`);
    return ((await answer.json()) as { prompts: JournalPrompt[] }).prompts;
  }

  /** Whether its history has the prompt. */
  async knows(promptId: string): Promise<boolean> {
    const answer = await fetch(`${this.url}/history/${promptId}`);
    return Object.keys((await answer.json()) as object).length > 0;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || !this.child.kill('SIGTERM')) return;
    await once(this.child, 'exit');
  }
}
