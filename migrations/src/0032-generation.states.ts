const list = (states: readonly string[]): string => states.map((state) => `'${state}'`).join(', ');

/** An attempt in one of these occupies its server. */
const IN_FLIGHT = ['sending', 'unsure', 'accepted', 'running', 'cancelling'];
const ENDED = ['succeeded', 'refused', 'unsent', 'lost', 'failed', 'interrupted', 'cancelled', 'timed_out'];

export const inFlight = list(IN_FLIGHT);
export const openAttempts = list([...IN_FLIGHT, 'collecting']);
export const endedAttempts = list(ENDED);
export const attemptStates = list([...IN_FLIGHT, 'collecting', ...ENDED]);

export const openJobs = list(['queued', 'waiting', 'working']);
export const jobStates = list(['queued', 'waiting', 'working', 'done', 'failed', 'cancelled']);

const seen = ['collecting', 'failed', 'interrupted', 'cancelled', 'timed_out', 'lost'];

const NEXT: Readonly<Record<string, readonly string[]>> = {
  sending: ['accepted', 'refused', 'unsure', 'unsent', 'lost'],
  unsure: ['accepted', 'running', 'cancelling', ...seen],
  accepted: ['running', 'cancelling', ...seen],
  running: ['cancelling', ...seen],
  cancelling: seen,
  collecting: ['succeeded', 'failed', 'cancelled', 'lost'],
  // The two ways out of an end: its picture was there after all.
  lost: ['succeeded'],
  timed_out: ['succeeded'],
};

const NEXT_JOB: Readonly<Record<string, readonly string[]>> = {
  queued: ['working', 'done', 'failed', 'cancelled'],
  waiting: ['working', 'done', 'failed', 'cancelled'],
  working: ['queued', 'waiting', 'done', 'failed', 'cancelled'],
};

/** SQL for the pairs of states that may follow each other. */
const pairs = (next: typeof NEXT): string =>
  Object.entries(next)
    .flatMap(([from, all]) => all.map((to) => `('${from}', '${to}')`))
    .join(', ');

export const attemptSteps = pairs(NEXT);
export const jobSteps = pairs(NEXT_JOB);
