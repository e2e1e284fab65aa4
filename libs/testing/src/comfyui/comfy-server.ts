import { randomUUID } from 'node:crypto';
import type { Draw } from './draw.ts';
import { Files } from './files.ts';
import { Journal } from './journal.ts';
import type { Graph } from './graph.ts';
import { Script } from './script.ts';
import { Sockets } from './web-socket.ts';
import { tupleOf, type Ended, type Entry } from './prompt-run.ts';
import { Worker } from './worker.ts';

export interface ComfyOptions {
  /** `0.3.64`: prompt ids of any form, no route to cancel a job, paths anywhere. */
  version?: '0.33.0' | '0.3.64';
  speed?: 'instant' | 'real';
  draw?: Draw;
}

const MOST_ENDED = 10_001;

/** A server without its connections: queue, history and worker are memory, files outlive a restart. */
export class ComfyServer {
  readonly version: string;
  readonly files = new Files();
  readonly journal = new Journal();
  readonly script = new Script();
  readonly sockets = new Sockets(() => this.script.silentUntil);
  history = new Map<string, Ended>();
  pending: Entry[] = [];
  running: Entry[] = [];
  private numbers = 0;
  /** Each life begins with an empty memory. */
  private life = 0;
  private isWorking = false;
  private readonly worker: Worker;

  constructor({ version = '0.33.0', speed = 'instant', draw }: ComfyOptions = {}) {
    this.version = version;
    const tell = (type: string, data: object, client?: string) => this.sockets.send(type, data, client);
    this.worker = new Worker(this.files, this.script, tell, { isInstant: speed === 'instant', draw });
  }

  get isOld(): boolean {
    return this.version === '0.3.64';
  }

  get remaining(): number {
    return this.pending.length + this.running.length;
  }

  /** The same id twice runs twice. */
  take(graph: Graph, outputs: string[], extra: Record<string, unknown>, id: string = randomUUID()): Entry {
    const number = this.numbers;
    this.numbers += 1;
    const journal = this.journal.received(id, number);
    const entry = { number, id, graph, outputs, extra: { ...extra, create_time: Date.now() }, journal };
    this.pending.push(entry);
    this.tellStatus();
    void this.work();
    return entry;
  }

  /** True when it was waiting. */
  remove(id: string): boolean {
    const found = this.pending.find((entry) => entry.id === id);
    if (!found) return false;
    this.pending = this.pending.filter((entry) => entry !== found);
    Object.assign(found.journal, { state: 'deleted', endedAt: Date.now() });
    this.tellStatus();
    return true;
  }

  clearQueue(): void {
    for (const { id } of [...this.pending]) this.remove(id);
  }

  /** What runs, or only this. It acts at the next tick. */
  interrupt(id?: string): boolean {
    const found = this.running.find((entry) => id === undefined || entry.id === id);
    if (found) this.worker.interrupted = found.id;
    return found !== undefined;
  }

  free(): void {
    this.worker.forgetCache();
  }

  queue(): object {
    return { queue_running: this.running.map(tupleOf), queue_pending: this.pending.map(tupleOf) };
  }

  /** Everything in memory is gone. */
  die(): void {
    this.life += 1;
    for (const { journal } of [...this.pending, ...this.running])
      Object.assign(journal, { state: 'forgotten', endedAt: Date.now() });
    this.history = new Map();
    [this.pending, this.running, this.numbers, this.isWorking] = [[], [], 0, false];
    this.worker.forgetCache();
    this.worker.interrupted = undefined;
    this.files.forgetTemporary();
    this.script.isZombie = false;
    this.sockets.closeAll();
  }

  tellStatus(sid?: string): void {
    const status = { exec_info: { queue_remaining: this.remaining } };
    this.sockets.send('status', sid === undefined ? { status } : { status, sid }, sid);
  }

  private async work(): Promise<void> {
    if (this.isWorking) return;
    this.isWorking = true;
    const { life } = this;
    const isOver = () => this.life !== life;
    while (!isOver()) {
      const [entry] = this.pending;
      if (!entry) break;
      this.pending = this.pending.slice(1);
      this.running = [entry];
      this.tellStatus();
      Object.assign(entry.journal, { state: 'running', startedAt: Date.now() });
      const ended = await this.worker.execute(entry, isOver);
      if (isOver()) return;
      this.end(entry, ended);
    }
    if (!isOver()) this.isWorking = false;
  }

  private end(entry: Entry, ended: Ended): void {
    this.running = [];
    this.history.delete(entry.id);
    this.history.set(entry.id, ended);
    for (const id of this.history.keys()) if (this.history.size > MOST_ENDED) this.history.delete(id);
    this.worker.interrupted = undefined;
    const [last] = ended.status.messages.at(-1) ?? [''];
    const state = { execution_success: 'success', execution_error: 'error' }[last] ?? 'interrupted';
    const images = Object.values(ended.outputs).flatMap((shown) => (shown as { images?: [] }).images ?? []);
    Object.assign(entry.journal, { state, endedAt: Date.now(), images });
    this.tellStatus();
    const { client_id: client } = entry.extra as { client_id?: string };
    if (client !== undefined) this.sockets.send('executing', { node: null, prompt_id: entry.id }, client);
  }
}
