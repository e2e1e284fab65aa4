import type { GraphError, GraphFailure } from './graph-answers.ts';

/** What a failure asks for. */
export type FailureClass =
  'transient' | 'not_ready' | 'container_dead' | 'quota' | 'rate' | 'blocked' | 'auth' | 'content' | 'unknown';

const BY_SUBCODE: Readonly<Record<string, FailureClass>> = {
  '-2/2207003': 'transient',
  '-1/2207001': 'transient',
  '-1/2207032': 'transient',
  '9004/2207052': 'transient',
  '9007/2207027': 'not_ready',
  '24/2207008': 'not_ready',
  '-2/2207020': 'container_dead',
  '24/2207006': 'container_dead',
  '9/2207042': 'quota',
  '4/2207051': 'blocked',
  '25/2207050': 'blocked',
};

const BY_CODE: Readonly<Record<number, FailureClass>> = {
  ...{ 1: 'transient', 2: 'transient', 4: 'rate', 17: 'rate', 32: 'rate', 613: 'rate', 368: 'blocked' },
  ...{ 10: 'auth', 190: 'auth', 100: 'content', 36000: 'content', 36001: 'content', 36003: 'content' },
  36004: 'content',
};
const [FIRST_RATE, LAST_RATE] = [80_001, 80_008];
const [FIRST_PERMISSION, LAST_PERMISSION] = [200, 299];

/** @source the error codes of Instagram's content publishing, November 2026 */
export function classOf(failure: GraphFailure): FailureClass {
  return failure.kind === 'error' ? ofError(failure) : 'unknown';
}

function ofError({ status, code, subcode }: GraphError): FailureClass {
  const known = BY_SUBCODE[`${code}/${subcode}`];
  if (known) return known;
  if (status >= 500) return 'transient';
  const byCode = BY_CODE[code];
  if (byCode) return byCode;
  if (code >= FIRST_RATE && code <= LAST_RATE) return 'rate';
  if (code >= FIRST_PERMISSION && code <= LAST_PERMISSION) return 'auth';
  // What is not known is tried again, and fails then.
  return 'transient';
}

/** What a container answers that is not there. */
export const isGone = (failure: GraphFailure): boolean =>
  classOf(failure) === 'container_dead' || codeOf(failure) === 'error 100/33';

/** A failure in one word, for people and rows: never what the server wrote. */
export function codeOf(failure: GraphFailure): string {
  if (failure.kind === 'no_answer') return failure.reason;
  return failure.subcode === null ? `error ${failure.code}` : `error ${failure.code}/${failure.subcode}`;
}

const DETAILS: Readonly<Record<FailureClass, string>> = {
  transient: 'Instagram could not do it just now.',
  not_ready: 'Instagram is still preparing the pictures.',
  container_dead: 'Instagram no longer has what was prepared.',
  quota: 'The account has published as many posts as it may in 24 hours.',
  rate: 'Instagram takes no more requests for a while.',
  blocked: 'Instagram restricts the account. Look at its messages in the app.',
  auth: 'Instagram does not take the token. Connect the account again.',
  content: 'Instagram refuses the pictures or the caption.',
  unknown: 'Instagram did not answer.',
};

export const detailOf = (failure: GraphFailure): string => `${DETAILS[classOf(failure)]} (${codeOf(failure)})`;
