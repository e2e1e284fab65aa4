import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Denied, NoAnswer } from '@trellis/comfyui';
import { explainError, forLog } from '@trellis/kernel';
import type { DrivenAttempt } from '../attempts/attempt-rows.ts';
import type { DrivenServer } from '../servers/driven-server.ts';
import { probeMark } from '../servers/mark.ts';
import { probePicture } from '../servers/probe-picture.ts';
import { ServerHealth, troubleOf } from '../servers/server-health.ts';
import { Collecting } from './collecting.ts';
import { ProgressEar } from './progress-ear.ts';
import type { ServerTurns } from './server-turns.ts';
import { StrayPrompts } from './stray-prompts.ts';

/** After a prompt was sent it is looked for soon, and then less and less often. */
const FIRST_LOOK_MS = 4;
const LAST_LOOK_MS = 1_000;
/** An idle server is asked for work of its library, and looked at, this often. */
const IDLE_MS = 1_000;
const LOOK_EVERY_MS = 10_000;
const PROBE_MS = 10_000;
/** A server whose proxy takes questions and no work is given none for a while. */
const DENIED_MS = 60_000;

const clock = () => performance.now();

/** Drives one server while this process has its lease: one prompt at a time, and the pictures of those before it. */
export class ServerLoop {
  private readonly log = new Logger('Generation');
  private readonly health = new ServerHealth(clock);
  private readonly collecting: Collecting;
  private readonly ear: ProgressEar;
  private readonly strays: StrayPrompts;
  private stopped = false;
  private lookMs = FIRST_LOOK_MS;
  private lookedAt = -Infinity;
  private idleSince: number | undefined;
  private deniedUntil = -Infinity;
  private waiting = new AbortController();
  private done: Promise<void> = Promise.resolve();

  constructor(
    readonly server: DrivenServer,
    private readonly turns: ServerTurns,
  ) {
    const wake = () => this.wake();
    const failed = (error: unknown) => this.warn(error, 'progress was not written');
    const note = turns.rows.noteProgress.bind(turns.rows);
    this.ear = new ProgressEar({ note, wake, failed, clock });
    this.collecting = new Collecting(server, turns.collecting, {
      ended: wake,
      failed: (error) => this.warn(error, 'pictures are collected again'),
    });
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

  private warn(error: unknown, what: string): void {
    this.log.warn({ server: this.server.name, reason: explainError(error), ...forLog(error) }, what);
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const ms = await this.turn().catch((error: unknown) => {
        this.warn(error, 'a turn failed; the next is in 1 s');
        return IDLE_MS;
      });
      if (ms > 0) await this.sleep(ms);
    }
    this.ear.close();
    await this.collecting.stop();
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
    if (!this.server.mayDrive()) return IDLE_MS;
    const open = await this.turns.rows.open(this.server.id);
    for (const attempt of open) if (attempt.state === 'collecting') this.collecting.begin(attempt);
    const current = open.find(({ state }) => state !== 'collecting');
    this.ear.follow(current?.id);
    if (current) return this.follow(current);
    if (this.server.state === 'disabled') return IDLE_MS;
    if (this.server.state === 'down') return this.ask();
    if (this.server.state === 'stuck') return this.tryOut();
    if (clock() - this.lookedAt >= LOOK_EVERY_MS) return this.ask();
    return this.collecting.isFull || clock() < this.deniedUntil ? IDLE_MS : this.begin();
  }

  /** The next job, if there is one. */
  private async begin(): Promise<number> {
    this.ear.listen(this.server);
    const job = await this.turns.claim(this.server);
    if (!job) return IDLE_MS;
    this.lookMs = FIRST_LOOK_MS;
    this.ear.follow(job.attemptId, { isSent: true });
    const trouble = await this.turns.send(this.server, job);
    if (trouble?.kind === 'denied') this.deniedUntil = clock() + DENIED_MS;
    if (trouble) return this.failed(trouble);
    this.health.answered();
    return 0;
  }

  private async follow(attempt: DrivenAttempt): Promise<number> {
    // Only this loop sends, and it is not sending: the worker that was has died.
    if (attempt.state === 'sending') await this.turns.rows.move(attempt.id, 'sending', 'unsure');
    const now = {
      ...attempt,
      state: attempt.state === 'sending' ? ('unsure' as const) : attempt.state,
      answeredAt: attempt.answeredAt ?? attempt.now,
      // Silence says nothing where not everything is heard.
      progressAt: this.ear.hearsAllOf(attempt.id) ? attempt.progressAt : null,
    };
    const clocks = { silentMs: () => this.health.silentMs, idleMs: (isIdle: boolean) => this.idleMs(isIdle) };
    const seen = await this.turns.following.see(this.server, now, clocks);
    if (seen.trouble) await this.failed(seen.trouble);
    else await this.answers();
    const { isMoved, isServerStuck } = await this.turns.following.follow(this.server, now, seen);
    if (isServerStuck) this.server.state = 'stuck';
    if (seen.queue) await this.strays.look(seen.queue, attempt.id);
    if (isMoved) return 0;
    this.lookMs = Math.min(this.lookMs * 2, LAST_LOOK_MS);
    return seen.trouble ? this.health.pauseMs : this.lookMs;
  }

  private idleMs(isIdle: boolean): number {
    this.idleSince = isIdle ? (this.idleSince ?? clock()) : undefined;
    return this.idleSince === undefined ? 0 : clock() - this.idleSince;
  }

  private async answers(): Promise<void> {
    this.health.answered();
    if (this.server.state === 'down') await this.up('up');
  }

  /** Whether an idle server answers, and for whom it works. */
  private async ask(): Promise<number> {
    const queue = await this.server.client.queue();
    if (queue.kind !== 'queue') return this.failed(queue);
    this.health.answered();
    this.lookedAt = clock();
    const isBusy = queue.running.length + queue.pending.length > this.strays.count;
    await this.up(isBusy ? 'busy_elsewhere' : 'up');
    await this.strays.look(queue);
    return 0;
  }

  /** A stuck server gets work again after it has made a picture. */
  private async tryOut(): Promise<number> {
    const { client, clientId, library } = this.server;
    const probe = await probePicture({ client, clientId, mark: probeMark(library), within: PROBE_MS, pause });
    if (probe.kind === 'made') await this.up('up');
    return probe.kind === 'made' ? 0 : 3 * PROBE_MS;
  }

  private async up(state: 'up' | 'busy_elsewhere'): Promise<void> {
    if (state === this.server.state || this.server.state === 'disabled') return;
    const wasAway = this.server.state !== 'up' && this.server.state !== 'busy_elsewhere';
    const version = wasAway ? await this.server.client.version() : undefined;
    const shown = version?.kind === 'version' ? version.version : undefined;
    await this.turns.servers.noteAnswer(this.server.id, state, shown);
    this.server.state = state;
  }

  /** Answers when the server is asked again. */
  private async failed(trouble: Denied | NoAnswer): Promise<number> {
    if (!this.health.failed(trouble) || this.server.state === 'disabled') return this.health.pauseMs;
    const reason = troubleOf(trouble);
    if (this.server.state !== 'down') this.log.warn({ server: this.server.name, reason }, 'a server is down');
    await this.turns.servers.noteTrouble(this.server.id, 'down', reason, this.health.pauseMs);
    this.server.state = 'down';
    return this.health.pauseMs;
  }
}
