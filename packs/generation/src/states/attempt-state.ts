/** An attempt in one of these occupies its server. */
export const inFlightStates = ['sending', 'unsure', 'accepted', 'running', 'cancelling'] as const;
export const endStates = [
  ...(['succeeded', 'refused', 'unsent', 'lost', 'failed'] as const),
  ...(['interrupted', 'cancelled', 'timed_out'] as const),
] as const;
export const attemptStates = [...inFlightStates, 'collecting', ...endStates] as const;

/** SQL, as the partial indexes have them. */
export const inFlightSql = inFlightStates.map((state) => `'${state}'`).join(', ');
export const openSql = `${inFlightSql}, 'collecting'`;

export type InFlightState = (typeof inFlightStates)[number];
export type EndState = (typeof endStates)[number];
export type AttemptState = (typeof attemptStates)[number];

const SEEN = ['collecting', 'failed', 'interrupted', 'cancelled', 'timed_out', 'lost'] as const;

const next: Readonly<Record<AttemptState, readonly AttemptState[]>> = {
  sending: ['accepted', 'refused', 'unsure', 'unsent', 'lost'],
  unsure: ['accepted', 'running', 'cancelling', ...SEEN],
  accepted: ['running', 'cancelling', ...SEEN],
  running: ['cancelling', ...SEEN],
  cancelling: SEEN,
  collecting: ['succeeded', 'failed', 'cancelled', 'lost'],
  lost: ['succeeded'],
  timed_out: ['succeeded'],
  succeeded: [],
  refused: [],
  unsent: [],
  failed: [],
  interrupted: [],
  cancelled: [],
};

/** As the database has it. Only `lost` and `timed_out` may be left: their picture was there after all. */
export const mayFollow = (from: AttemptState, to: AttemptState): boolean => next[from].includes(to);

export const isEnd = (state: AttemptState): state is EndState => (endStates as readonly string[]).includes(state);

/** Attempts that the server took. Of these a job has at most five. */
export const isCounted = (state: AttemptState): boolean => state !== 'refused' && state !== 'unsent';
