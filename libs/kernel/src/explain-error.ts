import { DomainError } from './domain-error.ts';

/** An error for people who may not see the inside: no path, no key, no SQL. */
export const explainError = (error: unknown): string =>
  error instanceof DomainError
    ? error.detail
    : `An unexpected error (${(error as { code?: string }).code ?? (error as Error).name}); the log has more.`;

/** What the log may say of an error beside its explanation: the cause of a foreseen one, all of any other. */
export const forLog = (error: unknown): { cause?: unknown; err?: unknown } =>
  error instanceof DomainError ? { cause: error.params['cause'] } : { err: error };
