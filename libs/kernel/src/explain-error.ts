import { fullDetail, fullDisk } from './disk-full.ts';
import { DomainError } from './domain-error.ts';

/** An error in words that contain no internals: no path, no key, no SQL. */
export const explainError = (error: unknown): string =>
  error instanceof DomainError
    ? error.detail
    : fullDisk(error)
      ? fullDetail('The disk', fullDisk(error) as string)
      : `An unexpected error (${(error as { code?: string }).code ?? (error as Error).name}). The log has details.`;

/** What to log beside the explanation: the cause of an expected error, everything about an unexpected one. */
export const forLog = (error: unknown): { cause?: unknown; err?: unknown } =>
  error instanceof DomainError ? { cause: error.params['cause'] } : { err: error };
