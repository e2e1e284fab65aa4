import type { EndedPrompt } from '@trellis/comfyui';
import type { InFlightState } from './attempt-state.ts';

/** What its server says of a prompt: asked in the queue first, and then in the history. */
export type Sighting =
  /** Milliseconds for which the server has run nothing at all. */
  | { kind: 'pending'; idleMs: number }
  | { kind: 'running' }
  | { kind: 'missing' }
  | EndedPrompt
  /** Milliseconds since the first request that it did not answer. */
  | { kind: 'silence'; forMs: number };

/** Times are milliseconds of one clock. */
export interface AttemptFacts {
  state: InFlightState;
  /** When the request that sent it was over, in whatever way. */
  answeredAt: number | null;
  acceptedAt: number | null;
  runningAt: number | null;
  /** When it was last heard to go on; null: nothing was heard of it. */
  progressAt: number | null;
  missedAt: number | null;
  cancellingAt: number | null;
  cancellingFor: 'asked' | 'time' | null;
  /** A person, or the end of the run, wants no picture of it. */
  isUnwanted: boolean;
}

export interface Clocks {
  now: number;
  /** Without progress. */
  stallMs: number;
  /** From the start of its execution. */
  wholeMs: number;
}

export type Verdict =
  | { kind: 'wait' }
  | { kind: 'missed' }
  | { kind: 'move'; to: 'accepted' | 'running' | 'collecting' | 'cancelling' }
  | { kind: 'cancel'; for: 'asked' | 'time' }
  | { kind: 'end'; as: 'failed' | 'interrupted' | 'cancelled' | 'timed_out' | 'lost'; isServerStuck?: boolean };

/** A prompt that is in neither list is gone when it is so twice, this far apart. */
export const MISSED_MS = 5_000;
/** A request that broke off may still arrive. */
export const UNSURE_MS = 30_000;
/** A server that keeps running what it was asked to end. */
export const STUCK_MS = 60_000;
/** A server that says nothing for so long is down. */
export const SILENT_MS = 60_000;
/** How long a prompt may wait behind those of others. */
export const QUEUED_MS = 3_600_000;

const WAIT: Verdict = { kind: 'wait' };

/** What becomes of an attempt. It decides by what it is given only. */
export function judge(attempt: AttemptFacts, sighting: Sighting, clocks: Clocks): Verdict {
  switch (sighting.kind) {
    case 'ended':
      return ended(attempt, sighting);
    case 'missing':
      return missing(attempt, clocks.now);
    case 'silence':
      return sighting.forMs >= SILENT_MS && isSettled(attempt, clocks.now) ? { kind: 'end', as: gone(attempt) } : WAIT;
    case 'pending':
      return pending(attempt, clocks, sighting.idleMs);
    case 'running':
      return running(attempt, clocks);
  }
}

function ended({ isUnwanted, cancellingFor }: AttemptFacts, { result }: EndedPrompt): Verdict {
  if (isUnwanted) return { kind: 'end', as: 'cancelled' };
  if (result === 'success') return { kind: 'move', to: 'collecting' };
  if (result === 'error') return { kind: 'end', as: 'failed' };
  return { kind: 'end', as: cancellingFor === 'time' ? 'timed_out' : 'interrupted' };
}

/** What the end is called of a prompt that its server no longer knows. */
const gone = ({ isUnwanted, cancellingFor }: AttemptFacts) =>
  isUnwanted ? 'cancelled' : cancellingFor === 'time' ? 'timed_out' : 'lost';

/** Whether the request that sent it cannot arrive any more. */
const isSettled = ({ state, answeredAt }: AttemptFacts, now: number): boolean =>
  state !== 'unsure' || now - (answeredAt ?? now) >= UNSURE_MS;

function missing(attempt: AttemptFacts, now: number): Verdict {
  const { missedAt } = attempt;
  if (missedAt === null) return { kind: 'missed' };
  return now - missedAt >= MISSED_MS && isSettled(attempt, now) ? { kind: 'end', as: gone(attempt) } : WAIT;
}

function pending(attempt: AttemptFacts, { now, stallMs }: Clocks, idleMs: number): Verdict {
  if (attempt.state === 'cancelling') return cancelling(attempt, now);
  if (attempt.state === 'unsure') return { kind: 'move', to: 'accepted' };
  if (attempt.isUnwanted) return { kind: 'cancel', for: 'asked' };
  const waited = now - (attempt.acceptedAt ?? now);
  // A server that runs nothing takes the next prompt at once, but for moments between two.
  return waited >= QUEUED_MS || idleMs >= stallMs ? { kind: 'cancel', for: 'time' } : WAIT;
}

function running(attempt: AttemptFacts, { now, stallMs, wholeMs }: Clocks): Verdict {
  const { state, runningAt, progressAt, isUnwanted } = attempt;
  if (state === 'cancelling') return cancelling(attempt, now);
  if (state !== 'running') return { kind: 'move', to: 'running' };
  if (isUnwanted) return { kind: 'cancel', for: 'asked' };
  const isStalled = progressAt !== null && now - progressAt >= stallMs;
  return isStalled || now - (runningAt ?? now) >= wholeMs ? { kind: 'cancel', for: 'time' } : WAIT;
}

function cancelling(attempt: AttemptFacts, now: number): Verdict {
  if (now - (attempt.cancellingAt ?? now) < STUCK_MS) return WAIT;
  return { kind: 'end', as: attempt.isUnwanted ? 'cancelled' : 'timed_out', isServerStuck: true };
}
