import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { untilDeadline } from '../../libs/kernel/src/until-deadline.ts';

const MAIN = join(import.meta.dirname, '../../apps/api/dist/main.js');
const PRELOAD = new URL('./kill-at-point.js', import.meta.url).href;

/** One server that is started again whenever it dies, perhaps to die once more at a named point. */
export class ServerProcess {
  /** @param nextPoint asked before each start: `{ CRASH_POINT, CRASH_NTH }`, or nothing */
  constructor(name, { env, logFile, nextPoint }) {
    Object.assign(this, { name, env, nextPoint, kills: 0, killedAt: {}, failures: [], stops: [] });
    this.log = createWriteStream(logFile, { flags: 'a' });
  }

  start() {
    this.stopping = false;
    const point = this.nextPoint?.() ?? {};
    const child = spawn(process.execPath, [...(point.CRASH_POINT ? ['--import', PRELOAD] : []), MAIN], {
      env: { PATH: process.env.PATH, ...this.env, ...point },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    child.stdout.pipe(this.log, { end: false });
    child.stderr.pipe(this.log, { end: false });
    let lastWords = '';
    child.stderr.on('data', (chunk) => (lastWords = String(chunk)));
    this.child = child;
    this.exited = new Promise((resolve) =>
      child.on('exit', (code, signal) => resolve(this.over(point, code, signal, lastWords))),
    );
  }

  over({ CRASH_POINT }, code, signal, lastWords) {
    this.child = undefined;
    // Asked before it could listen for it: it had begun nothing.
    if (this.asked && signal === 'SIGTERM') this.asked = undefined;
    // Only this harness kills: also whoever was just finishing a link, asked to stop.
    else if (signal === 'SIGKILL') this.countKill(this.killing ? 'any moment' : CRASH_POINT);
    else if (this.asked) this.judgeStop(signal ?? code);
    else if (!this.stopping && !lastWords.startsWith('The database does not answer'))
      this.failures.push(`${this.name} ended by itself (${signal ?? code})`);
    this.killing = false;
    this.asked = undefined;
    if (!this.stopping) this.start();
  }

  countKill(at) {
    this.kills += 1;
    this.killedAt[at] = (this.killedAt[at] ?? 0) + 1;
  }

  /** Whoever was asked to stop finishes what is in hand, in time, and says that all went well. */
  judgeStop(outcome) {
    const seconds = (performance.now() - this.asked) / 1000;
    this.stops.push(seconds);
    if (outcome !== 0) this.failures.push(`${this.name} stopped with ${outcome} after ${seconds.toFixed(1)} s`);
  }

  /** SIGTERM, as an upgrade would; it is started again. */
  restart() {
    if (!this.child || this.killing || this.asked) return;
    this.asked = performance.now();
    this.child.kill('SIGTERM');
  }

  kill() {
    if (!this.child) return;
    this.killing = true;
    this.child.kill('SIGKILL');
  }

  async stop() {
    this.stopping = true;
    this.restart();
    await this.exited;
  }

  ready(seconds = 60) {
    const url = `http://127.0.0.1:${this.env.PORT}/readyz`;
    const answers = () =>
      fetch(url).then(
        ({ ok }) => ok,
        () => false,
      );
    return untilDeadline(`${this.name} to be ready`, answers, { seconds });
  }
}
