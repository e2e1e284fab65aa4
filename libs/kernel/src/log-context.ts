import { AsyncLocalStorage } from 'node:async_hooks';

type LogContext = Readonly<Record<string, string>>;

const current = new AsyncLocalStorage<LogContext>();

/** Whatever `work` logs, however deep, carries these ids: one search for a run or an event finds all of it. */
export const withLogContext = <T>(ids: LogContext, work: () => T): T =>
  current.run({ ...current.getStore(), ...ids }, work);

export const logContext = (): LogContext => current.getStore() ?? {};
