import { Injectable } from '@nestjs/common';
import { TrellisConfig } from '@trellis/config';
import { savedImages, type Denied, type EndedPrompt, type NoAnswer, type QueuedPrompt } from '@trellis/comfyui';
import { AttemptRows, type DrivenAttempt } from '../attempts/attempt-rows.ts';
import type { InFlightState } from '../states/attempt-state.ts';
import { EndAttemptService, type EndedAttempt } from '../attempts/end-attempt.service.ts';
import { judge, type AttemptFacts, type Clocks, type Sighting, type Verdict } from '../states/judge-attempt.ts';
import { GenerationSettings } from '../generation.settings.ts';
import type { DrivenServer } from '../servers/driven-server.ts';
import { ServerRows } from '../servers/server-rows.ts';

export interface Seen {
  sighting: Sighting;
  /** What the server said of its queue, when it was asked. */
  queue?: { running: readonly QueuedPrompt[]; pending: readonly QueuedPrompt[] };
  /** Why it did not answer. */
  trouble?: Denied | NoAnswer;
}

/** What the driver has measured of a server. */
export interface ServerClocks {
  /** Since the first request that it did not answer. */
  silentMs(): number;
  /** For which it has run nothing at all. @param isIdle whether it runs nothing now */
  idleMs(isIdle: boolean): number;
}

export interface Followed {
  /** Whether the attempt went on. */
  isMoved: boolean;
  isServerStuck: boolean;
}

const MINUTE_MS = 60_000;
const ms = (time: Date | null): number | null => time && time.getTime();

/** Looks where an attempt is, and does what follows from it. Without any socket it ends the same. */
@Injectable()
export class FollowAttemptService {
  constructor(
    private readonly rows: AttemptRows,
    private readonly ends: EndAttemptService,
    private readonly servers: ServerRows,
    private readonly config: TrellisConfig,
  ) {}

  /**
   * Presence in the history is certain. Absence is only after the queue was asked first and the history then: a prompt
   * that ends in between is found.
   */
  async see({ client }: DrivenServer, { id }: DrivenAttempt, clocks: ServerClocks): Promise<Seen> {
    const silence = (trouble: Denied | NoAnswer): Seen => ({
      sighting: { kind: 'silence', forMs: clocks.silentMs() },
      trouble,
    });
    const first = await client.history(id);
    if (first.kind === 'ended') return { sighting: first };
    if (first.kind !== 'unknown') return silence(first);
    const queue = await client.queue();
    if (queue.kind !== 'queue') return silence(queue);
    const has = (prompts: readonly QueuedPrompt[]) => prompts.some(({ promptId }) => promptId === id);
    if (has(queue.running)) return { sighting: { kind: 'running' }, queue };
    if (has(queue.pending))
      return { sighting: { kind: 'pending', idleMs: clocks.idleMs(queue.running.length === 0) }, queue };
    const then = await client.history(id);
    if (then.kind === 'ended') return { sighting: then, queue };
    return then.kind === 'unknown' ? { sighting: { kind: 'missing' }, queue } : silence(then);
  }

  async follow(server: DrivenServer, attempt: DrivenAttempt, { sighting }: Seen): Promise<Followed> {
    const verdict = judge(factsOf(attempt), sighting, this.clocksOf(attempt));
    const isMoved = await this.apply(server, attempt, verdict, sighting);
    const isHere = sighting.kind === 'pending' || sighting.kind === 'running';
    // The request to end it may have been lost, or this process may have died before it.
    if (attempt.state === 'cancelling' && isHere) await server.client.cancel(attempt.id);
    return { isMoved, isServerStuck: verdict.kind === 'end' && verdict.isServerStuck === true };
  }

  private async apply(
    server: DrivenServer,
    attempt: DrivenAttempt,
    verdict: Verdict,
    sighting: Sighting,
  ): Promise<boolean> {
    const { id, state } = attempt;
    switch (verdict.kind) {
      case 'wait':
        if (attempt.missedAt && sighting.kind !== 'missing' && sighting.kind !== 'silence')
          await this.rows.noteMissed(id, false);
        return false;
      case 'missed':
        await this.rows.noteMissed(id, true);
        return false;
      case 'cancel':
        if (await this.rows.move(id, state, 'cancelling', { cancellingFor: verdict.for }))
          await server.client.cancel(id);
        return true;
      case 'move':
        if (verdict.to === 'collecting') return this.collect(attempt, sighting as EndedPrompt);
        return this.rows.move(id, state, verdict.to);
      case 'end':
        // First, so that no other worker sends it the next job in between.
        if (verdict.isServerStuck) await this.servers.noteTrouble(server.id, 'stuck', 'keeps_running');
        await this.ends.execute(attempt, { as: verdict.as, ...(sighting.kind === 'ended' && faultOf(sighting)) });
        return true;
    }
  }

  private async collect(attempt: DrivenAttempt, ended: EndedPrompt): Promise<boolean> {
    const images = savedImages(ended, attempt.outputNode);
    if (images.length > 0) return this.rows.move(attempt.id, attempt.state, 'collecting', { images });
    await this.ends.execute(attempt, { as: 'failed', errorType: 'no_image', message: whatThereWas(ended) });
    return true;
  }

  private clocksOf({ now, timeoutMinutes }: DrivenAttempt): Clocks {
    const settings = this.config.of(GenerationSettings);
    return {
      now: now.getTime(),
      stallMs: (timeoutMinutes ?? settings.GENERATION_STALL_MINUTES) * MINUTE_MS,
      wholeMs: (timeoutMinutes ?? settings.GENERATION_TIMEOUT_MINUTES) * MINUTE_MS,
    };
  }
}

const factsOf = (attempt: DrivenAttempt): AttemptFacts => ({
  state: attempt.state as InFlightState,
  answeredAt: ms(attempt.answeredAt),
  acceptedAt: ms(attempt.acceptedAt),
  runningAt: ms(attempt.runningAt),
  progressAt: ms(attempt.progressAt),
  missedAt: ms(attempt.missedAt),
  cancellingAt: ms(attempt.cancellingAt),
  cancellingFor: attempt.cancellingFor,
  isUnwanted: attempt.unwanted !== null,
});

function faultOf({ fault }: EndedPrompt): Partial<EndedAttempt> {
  if (!fault) return {};
  const { type, isOutOfMemory, nodeId, classType, message } = fault;
  const node = classType ? `${nodeId} (${classType})` : nodeId;
  return { errorType: isOutOfMemory ? 'out_of_memory' : type, node, message };
}

function whatThereWas({ images, others }: EndedPrompt): string {
  const temporary = images.filter(({ type }) => type !== 'output').length;
  const parts = [
    ...(temporary > 0 ? [`${temporary} temporary pictures`] : []),
    ...(images.length > temporary ? [`${images.length - temporary} pictures of other nodes`] : []),
    ...others,
  ];
  return `No picture was saved. There was: ${parts.join(', ') || 'nothing'}.`.slice(0, 500);
}
