import type { EndState } from './attempt-state.ts';

export const jobStates = ['queued', 'waiting', 'working', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof jobStates)[number];
export const isOpenJob = (state: JobState): boolean => ['queued', 'waiting', 'working'].includes(state);

export const MOST_ATTEMPTS = 5;

/** Why a job ended without a picture. */
export type JobReason =
  /** Cancelled. */
  | 'run_closed'
  | 'by_person'
  | 'parent_rejected'
  /** Failed. */
  | 'execution_error'
  | 'out_of_memory'
  | 'no_image'
  | 'output_missing'
  | 'unreadable_image'
  | 'already_taken'
  | 'refused'
  | 'parent_image_missing'
  | 'lost'
  | 'interrupted'
  | 'timed_out';

export interface AttemptEnd {
  as: Exclude<EndState, 'succeeded'>;
  /** Of the failure, as the server or the collector named it. */
  errorType?: string | null;
}

export interface JobFacts {
  /** Ended attempts that count, with this one. */
  attempts: number;
  /** Why nothing is wanted of it any more. */
  unwanted: 'run_closed' | 'by_person' | 'parent_rejected' | null;
  /** Whether a server is left that has not refused the step. */
  hasServer: boolean;
  /** Whether an earlier attempt ended with the same error. */
  isRepeated: boolean;
}

export type JobChange =
  | { to: 'queued' }
  | { to: 'waiting'; afterMs: number }
  | { to: 'failed'; reason: JobReason }
  | { to: 'cancelled'; reason: JobReason };

/** What becomes of a job when an attempt of it ended without a picture. @param random 0 to 1 */
export function afterAttempt(job: JobFacts, end: AttemptEnd, random: number): JobChange {
  if (job.unwanted) return { to: 'cancelled', reason: job.unwanted };
  if (end.as === 'unsent') return { to: 'queued' };
  if (end.as === 'refused') return job.hasServer ? { to: 'queued' } : { to: 'failed', reason: 'refused' };
  const reason = reasonOf(end);
  const mayGoOn = job.attempts < MOST_ATTEMPTS && isWorthAnother(reason, job.isRepeated);
  if (!mayGoOn) return { to: 'failed', reason };
  return { to: 'waiting', afterMs: delayMs(job.attempts, random) };
}

const AGAIN: readonly JobReason[] = ['lost', 'interrupted', 'timed_out', 'out_of_memory'];

const isWorthAnother = (reason: JobReason, isRepeated: boolean): boolean =>
  AGAIN.includes(reason) || (reason === 'output_missing' && !isRepeated);

const BY_TYPE: readonly JobReason[] = [
  ...(['out_of_memory', 'no_image', 'output_missing', 'unreadable_image', 'already_taken'] as const),
  ...(['parent_image_missing', 'parent_rejected'] as const),
];

function reasonOf({ as, errorType }: AttemptEnd): JobReason {
  // Cancelled by us although nothing was asked: as if another person had interrupted it.
  if (as === 'cancelled' || as === 'unsent' || as === 'refused') return 'interrupted';
  if (as !== 'failed') return as;
  return BY_TYPE.find((reason) => reason === errorType) ?? 'execution_error';
}

const OF_THE_WORKFLOW: readonly JobReason[] = [
  ...(['execution_error', 'out_of_memory', 'no_image', 'unreadable_image'] as const),
  ...(['already_taken', 'timed_out'] as const),
];

/** Whether a failure is one of the parent, or of the base step, and not of servers or people. */
export const isCountedFailure = (reason: JobReason): boolean => OF_THE_WORKFLOW.includes(reason);

const FIRST_MS = 5_000;
const MOST_MS = 600_000;

/** 5 s × 4 for each attempt, to 10 min, and up to a fifth more or less. */
export function delayMs(attempts: number, random: number): number {
  const plain = Math.min(FIRST_MS * 4 ** (attempts - 1), MOST_MS);
  return Math.round(plain * (0.8 + 0.4 * random));
}

/** Failures of the base step in a row: how long the run pauses. Null: until a person looks. */
export const basePauseMs = (failures: number): number | null => [0, 30_000, 120_000][failures] ?? null;
