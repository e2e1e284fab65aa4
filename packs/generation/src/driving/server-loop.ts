import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Denied, NoAnswer } from '@trellis/comfyui';
import { explainError, forLog, newId } from '@trellis/kernel';
import type { DrivenAttempt } from '../attempts/attempt-rows.ts';
import type { DrivenServer } from '../servers/driven-server.ts';
import { probePicture } from '../servers/probe-picture.ts';
import { ServerHealth, troubleOf } from '../servers/server-health.ts';
import { ProgressEar } from './progress-ear.ts';
import { StrayPrompts } from './stray-prompts.ts';
import type { ServerTurns } from './server-turns.ts';

/** After a prompt was sent it is looked for soon, and then less and less often. */
const FIRST_LOOK_MS = 4;
const LAST_LOOK_MS = 1_000;
/** An idle server is asked for work of its library, and looked at, this often. */
const IDLE_MS = 1_000;
const LOOK_EVERY_MS = 10_000;
const MOST_COLLECTING = 4;
const PROBE_MS = 10_000;

/** Drives one server while this process has its lease: one prompt at a time, and the pictures of those before it. */
export class ServerLoop {
  private readonly log = new Logger('Generation');
  private readonly health = new ServerHealth(() => performance.now());
  private readonly collecting = new Map<string, Promise<void>>();
  private readonly ear: ProgressEar;
  private readonly strays: StrayPrompts;
  private stopped = false;
  private lookMs = FIRST_LOOK_MS;
  private lookedAt = -Infinity;
  private waiting = new AbortController();
  private done: Promise<void> = Promise.resolve();

  constructor(
    readonly server: DrivenServer,
    private readonly turns: ServerTurns,
  ) {
    this.ear = new ProgressEar(
      turns.rows,
      () => this.wake(),
      () => performance.now(),
    );
    this.strays = new StrayPrompts(server, turns.rows, turns.late);
  }

  start(): void {
    this.done = this.run();
  }

  /** Finishes what is being sent and what is being collected. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.done;
  }

  private wake(): void {
    this.lookMs = FIRST_LOOK_MS;
    this.waiting.abort();
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const ms = await this.turn().catch((error: unknown) => {
        this.log.warn({ server: this.server.name, reason: explainError(error), ...forLog(error) }, 'a turn failed');
        return IDLE_MS;
      });
      if (ms > 0) await this.sleep(ms);
    }
    this.ear.close();
    await Promise.allSettled(this.collecting.values());
  }

  private async sleep(ms: number): Promise<void> {
    this.waiting = new AbortController();
    if (this.stopped) return;
    await pause(ms, undefined, { signal: this.waiting.signal }).catch((error: unknown) => {
      if ((error as Error).name !== 'AbortError') throw error;
    });
  }

  /** One step; answers after how many milliseconds the next is due. */
  private async turn(): Promise<number> {
    await this.ear.settled();
    if (!this.server.mayDrive()) return IDLE_MS;
    const open = await this.turns.rows.open(this.server.id);
    for (const attempt of open) if (attempt.state === 'collecting') this.collect(attempt);
    const current = open.find(({ state }) => state !== 'collecting');
    this.ear.follow(current?.id);
    if (current) return this.follow(current);
    if (this.server.state === 'down') return this.ask();
    if (this.server.state === 'stuck') return this.tryOut();
    if (performance.now() - this.lookedAt >= LOOK_EVERY_MS) return this.ask();
    if (this.collecting.size >= MOST_COLLECTING) return FIRST_LOOK_MS;
    return this.begin();
  }

  /** The next job, if there is one. */
  private async begin(): Promise<number> {
    const job = await this.turns.claim(this.server);
    if (!job) return IDLE_MS;
    this.lookMs = FIRST_LOOK_MS;
    if (!this.ear.hears) {
      this.server.clientId = newId();
      await this.ear.listen(this.server.baseUrl, this.server.clientId);
    }
    this.ear.follow(job.attemptId);
    const trouble = await this.turns.send(this.server, job);
    if (trouble) return this.failed(trouble);
    this.health.answered();
    return 0;
  }

  private async follow(attempt: DrivenAttempt): Promise<number> {
    // Only this loop sends, and it is not sending: the worker that was has died.
    if (attempt.state === 'sending') await this.turns.rows.move(attempt.id, 'sending', 'unsure');
    const state = attempt.state === 'sending' ? 'unsure' : attempt.state;
    const now = { ...attempt, state, answeredAt: attempt.answeredAt ?? attempt.now };
    const seen = await this.turns.following.see(this.server, now, () => this.health.silentMs);
    if (seen.trouble) await this.failed(seen.trouble);
    else this.health.answered();
    if (!seen.trouble && this.server.state === 'down') await this.up('up');
    if (seen.queue) await this.strays.look(seen.queue);
    const { isMoved, isServerStuck } = await this.turns.following.follow(this.server, now, seen);
    if (isServerStuck) await this.trouble('stuck', 'keeps_running');
    if (isMoved) return 0;
    this.lookMs = Math.min(this.lookMs * 2, LAST_LOOK_MS);
    return seen.trouble ? this.health.pauseMs : this.lookMs;
  }

  /** Whether an idle server answers, and for whom it works. */
  private async ask(): Promise<number> {
    const queue = await this.server.client.queue();
    if (queue.kind !== 'queue') return this.failed(queue);
    this.health.answered();
    this.lookedAt = performance.now();
    await this.strays.look(queue);
    const isBusy = queue.running.length + queue.pending.length > this.strays.count;
    await this.up(isBusy ? 'busy_elsewhere' : 'up');
    return 0;
  }

  /** A stuck server gets work again after it has made a picture. */
  private async tryOut(): Promise<number> {
    const { client, clientId, library } = this.server;
    const mark = { library, job: 'probe' };
    const probe = await probePicture({ client, clientId, mark, within: PROBE_MS, pause });
    if (probe.kind === 'made') await this.up('up');
    return probe.kind === 'made' ? 0 : 3 * PROBE_MS;
  }

  private collect(attempt: DrivenAttempt): void {
    if (this.collecting.has(attempt.id)) return;
    const work = this.turns.collecting
      .execute(this.server, attempt, attempt.images ?? [])
      .then(async (result) => void (result === 'away' && (await pause(IDLE_MS))))
      .catch((error: unknown) => {
        const reason = explainError(error);
        this.log.warn({ attempt: attempt.id, reason, ...forLog(error) }, 'pictures are collected again');
        return pause<void>(IDLE_MS);
      })
      .finally(() => {
        this.collecting.delete(attempt.id);
        this.wake();
      });
    this.collecting.set(attempt.id, work);
  }

  private async up(state: 'up' | 'busy_elsewhere'): Promise<void> {
    const wasAway = this.server.state === 'down' || this.server.state === 'stuck';
    const version = wasAway ? await this.server.client.version() : undefined;
    if (state === this.server.state) return;
    this.server.state = state;
    await this.turns.servers.noteAnswer(
      this.server.id,
      state,
      version?.kind === 'version' ? version.version : undefined,
    );
  }

  /** Answers when the server is asked again. */
  private async failed(trouble: Denied | NoAnswer): Promise<number> {
    if (this.health.failed(trouble)) await this.trouble('down', troubleOf(trouble));
    return this.health.pauseMs;
  }

  private async trouble(state: 'down' | 'stuck', reason: string): Promise<void> {
    if (this.server.state !== state) this.log.warn({ server: this.server.name, state, reason }, 'a server has trouble');
    this.server.state = state;
    await this.turns.servers.noteTrouble(this.server.id, state, reason);
  }
}
