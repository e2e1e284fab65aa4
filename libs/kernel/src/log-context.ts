import { AsyncLocalStorage } from 'node:async_hooks';

type LogContext = Readonly<Record<string, string>>;

const current = new AsyncLocalStorage<LogContext>();

/** Adds these ids to every log line of `work`, so that one search for a run or an event finds all of them. */
export const withLogContext = <T>(ids: LogContext, work: () => T): T =>
  current.run({ ...current.getStore(), ...ids }, work);

export const logContext = (): LogContext => current.getStore() ?? {};
