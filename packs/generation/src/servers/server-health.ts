import type { Denied, NoAnswer } from '@trellis/comfyui';
import { SILENT_MS } from '../states/judge-attempt.ts';

type Trouble = Denied | NoAnswer;

/** Why a request did not reach the server, in one word. */
export const troubleOf = (answer: Trouble): string =>
  answer.kind === 'denied' ? `denied_${answer.status}` : answer.reason;

const PAUSES_MS = [1_000, 2_000, 5_000, 10_000, 20_000, 30_000];

/** What a process has heard of a server. Times are milliseconds of one clock that only grows. */
export class ServerHealth {
  private failures = 0;
  private silentSince: number | undefined;

  constructor(private readonly clock: () => number) {}

  answered(): void {
    this.failures = 0;
    this.silentSince = undefined;
  }

  /** Since the first request that was not answered: a server that was not asked is not silent. */
  get silentMs(): number {
    return this.silentSince === undefined ? 0 : this.clock() - this.silentSince;
  }

  /** Whether the server is down by this. A refused connection and a refused key are; silence is not at once. */
  failed(answer: Trouble): boolean {
    this.failures += 1;
    this.silentSince ??= this.clock();
    if (answer.kind === 'denied' || answer.neverSent) return true;
    return this.silentMs >= SILENT_MS;
  }

  /** Milliseconds until it is asked again. */
  get pauseMs(): number {
    return PAUSES_MS[Math.min(this.failures, PAUSES_MS.length) - 1] ?? 0;
  }
}
