import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { untilDeadline } from '@trellis/kernel/until-deadline';

const MAIN = join(import.meta.dirname, '../../apps/api/dist/main.js');
const PRELOAD = new URL('./kill-at-point.ts', import.meta.url).href;

/** Where a server kills itself: `kill-at-point.ts` reads these variables. Empty for a server that does not. */
export interface CrashPoint {
  CRASH_POINT?: string;
  CRASH_NTH?: string;
  CRASH_MARKER?: string;
}

interface Options {
  env: Record<string, string>;
  logFile: string;
  /** Asked before each start. */
  nextPoint?: (() => CrashPoint) | undefined;
}

/** One server that is started again each time it dies. */
export class ServerProcess {
  kills = 0;
  readonly killedAt: Record<string, number> = {};
  readonly failures: string[] = [];
  /** Seconds that each requested stop took. */
  readonly stops: number[] = [];
  readonly name: string;
  readonly env: Record<string, string>;
  private readonly nextPoint: (() => CrashPoint) | undefined;
  private readonly log: WriteStream;
  private child: ChildProcess | undefined;
  private exited: Promise<void> | undefined;
  private stopping = false;
  private killing = false;
  /** When the stop was asked for, in milliseconds of `performance.now()`. */
  private asked: number | undefined;

  constructor(name: string, { env, logFile, nextPoint }: Options) {
    this.name = name;
    this.env = env;
    this.nextPoint = nextPoint;
    this.log = createWriteStream(logFile, { flags: 'a' });
  }

  start(): void {
    this.stopping = false;
    const point = this.nextPoint?.() ?? {};
    const child = spawn(process.execPath, [...(point.CRASH_POINT ? ['--import', PRELOAD] : []), MAIN], {
      env: { PATH: process.env.PATH, ...this.env, ...point },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.pipe(this.log, { end: false });
    child.stderr.pipe(this.log, { end: false });
    let lastOutput = '';
    child.stderr.on('data', (chunk) => (lastOutput = String(chunk)));
    this.child = child;
    this.exited = new Promise((resolve) =>
      child.on('exit', (code, signal) => resolve(this.over(point, signal ?? code, lastOutput))),
    );
  }

  private over({ CRASH_POINT }: CrashPoint, outcome: string | number | null, lastOutput: string): void {
    this.child = undefined;
    // SIGTERM arrived before the process listened for it: it had begun nothing.
    if (this.asked !== undefined && outcome === 'SIGTERM') this.asked = undefined;
    // Only this harness sends SIGKILL, also to a server that was finishing a link after a requested stop.
    else if (outcome === 'SIGKILL') this.countKill(this.killing ? 'any moment' : (CRASH_POINT ?? 'unknown'));
    else if (this.asked !== undefined) this.judgeStop(outcome, this.asked);
    else if (!this.stopping && !lastOutput.startsWith('The database does not answer'))
      this.failures.push(`${this.name} ended by itself (${outcome})`);
    this.killing = false;
    this.asked = undefined;
    if (!this.stopping) this.start();
  }

  private countKill(at: string): void {
    this.kills += 1;
    this.killedAt[at] = (this.killedAt[at] ?? 0) + 1;
  }

  /** A server that is asked to stop finishes its work in time and exits with 0. */
  private judgeStop(outcome: string | number | null, asked: number): void {
    const seconds = (performance.now() - asked) / 1000;
    this.stops.push(seconds);
    if (outcome !== 0) this.failures.push(`${this.name} stopped with ${outcome} after ${seconds.toFixed(1)} s`);
  }

  /** SIGTERM, as an upgrade sends; then it is started again. */
  restart(): void {
    if (!this.child || this.killing || this.asked !== undefined) return;
    this.asked = performance.now();
    this.child.kill('SIGTERM');
  }

  kill(): void {
    if (!this.child) return;
    this.killing = true;
    this.child.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.restart();
    await this.exited;
  }

  ready(seconds = 60): Promise<boolean> {
    const url = `http://127.0.0.1:${this.env.PORT}/readyz`;
    const answers = () =>
      fetch(url).then(
        ({ ok }) => ok,
        () => false,
      );
    return untilDeadline(`${this.name} to be ready`, answers, { seconds });
  }
}
