import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MAIN = join(import.meta.dirname, '../apps/api/dist/main.js');

/** A worker as a process. */
export class WorkerProcess {
  private readonly child: ChildProcess;
  private readonly folder: string;

  private constructor(child: ChildProcess, folder: string) {
    this.child = child;
    this.folder = folder;
  }

  static async start(url: string): Promise<WorkerProcess> {
    const folder = await mkdtemp(join(tmpdir(), 'trellis-bench-worker-'));
    const env = { PATH: process.env.PATH, DATABASE_URL: url, TRELLIS_DATA_DIR: folder, ROLE: 'worker', PORT: '0' };
    Object.assign(env, { PUBLIC_BASE_URL: 'http://127.0.0.1/media' });
    const child = spawn(process.execPath, [MAIN], { env: { ...env, LOG_LEVEL: 'silent' }, stdio: 'inherit' });
    return new WorkerProcess(child, folder);
  }

  async cpuSeconds(): Promise<number> {
    const stat = await readFile(`/proc/${this.child.pid}/stat`, 'utf8');
    const [user = NaN, system = NaN] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number);
    return (user + system) / 100;
  }

  async stop(): Promise<void> {
    this.child.kill('SIGTERM');
    await new Promise((resolve) => this.child.once('exit', resolve));
    await rm(this.folder, { recursive: true, force: true });
  }
}
