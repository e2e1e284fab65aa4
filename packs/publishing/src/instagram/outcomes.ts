import type { AccountPause, PublishOutcome } from '../providers/provider.ts';
import { classOf, codeOf, detailOf } from './failure-class.ts';
import type { GraphFailure } from './graph-answers.ts';

const MOST_TRIES = 5;
/** Before the second, third … try. */
const WAITS_S = [15, 60, 240, 900, 3_600];
const HOUR_S = 3_600;
/** A picture that could not be fetched is a fault of the picture after this many tries. */
const FETCH_TRIES = 2;

/** What a failed try leads to, where nothing has been sent, or nothing was published. */
export function outcomeOf(failure: GraphFailure, attempts: number, position?: number): PublishOutcome {
  const detail = detailOf(failure);
  const pause = pauseOf(failure);
  if (pause) return { outcome: 'later', seconds: pause.seconds ?? 0, code: pause.reason, detail, pause };
  const failed = { outcome: 'failed', code: 'content', detail, ...(position !== undefined && { position }) } as const;
  switch (classOf(failure)) {
    case 'quota':
      return { outcome: 'later', seconds: HOUR_S, code: 'quota', detail };
    case 'not_ready':
      return { outcome: 'later', seconds: 60, code: 'not_ready', detail };
    case 'content':
      return failed;
    default:
      if (codeOf(failure) === 'error 9004/2207052' && attempts > FETCH_TRIES) return failed;
      return again(classOf(failure), detail, attempts);
  }
}

/** Another try, as long as there is one. */
export function again(code: string, detail: string, attempts: number): PublishOutcome {
  if (attempts >= MOST_TRIES) return { outcome: 'failed', code, detail: `${detail} After ${attempts} tries.` };
  return { outcome: 'later', seconds: WAITS_S[attempts - 1] ?? HOUR_S, code, detail, isTry: true };
}

/** How a failure pauses the account. */
export function pauseOf(failure: GraphFailure): AccountPause | undefined {
  switch (classOf(failure)) {
    case 'rate':
      return { reason: 'rate_limited', seconds: 60 * ((failure.kind === 'error' && failure.waitMinutes) || 60) };
    case 'blocked':
      return { reason: 'blocked', seconds: null };
    case 'auth':
      return { reason: 'needs_login', seconds: null };
    default:
      return undefined;
  }
}
