import pTimeout from 'p-timeout';

const PATIENCE_MS = 3000;

/** The answer, if it arrives within three seconds. Health checks and metrics must not wait for a hanging dependency. */
export const inTime = <T>(answer: Promise<T>): Promise<T> =>
  pTimeout(answer, { milliseconds: PATIENCE_MS, message: `no answer in ${PATIENCE_MS} ms` });
