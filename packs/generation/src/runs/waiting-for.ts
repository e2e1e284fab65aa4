export type WaitingFor = 'approval' | 'complete' | 'server' | 'retry';

/** What is known of a run that generates. */
export interface Standing {
  isOpen: boolean;
  /** Jobs by what they wait for: a pause after a failed attempt, or a server. */
  working: number;
  waiting: number;
  queued: number;
  /** The base step pauses after failures, and nothing else is to be made. */
  isPaused: boolean;
  next: 'job' | 'approval' | 'complete';
}

/** Why a run that generates makes nothing at the moment. Null: it makes something. */
export function waitingFor({ isOpen, working, waiting, queued, isPaused, next }: Standing): WaitingFor | null {
  if (!isOpen) return 'complete';
  if (working > 0) return null;
  if (queued > 0) return 'server';
  if (waiting > 0 || isPaused) return 'retry';
  return next === 'job' ? 'server' : next;
}
