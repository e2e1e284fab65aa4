import { DomainError } from './domain-error.ts';

/** An error for people who may not see the inside: no path, no key, no SQL. */
export const explainError = (error: unknown): string =>
  error instanceof DomainError
    ? error.detail
    : `An unexpected error (${(error as { code?: string }).code ?? (error as Error).name}); the log has more.`;

/** The error itself, for the log, where `explainError` leaves its cause in the dark. */
export const unforeseen = (error: unknown): unknown => (error instanceof DomainError ? undefined : error);
