import { DomainError, commonProblems, defineProblems, fullDetail, fullDisk, type Problem } from '@trellis/kernel';

export const storageProblems = defineProblems({
  storage_unavailable: ['unavailable', 'The object storage is unavailable'],
});

/** A refusal is explained by its status and code; its message may contain an address or a key. */
function explained(cause: unknown): string {
  const { name = '', $metadata } = cause as { name?: string; $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode;
  if (status === undefined) return 'The object storage failed or did not answer in time. Try again later.';
  const code = /^(?!Unknown)[A-Z][A-Za-z]{2,60}$/.test(name) ? ` (${name})` : '';
  return `The object storage refused with ${status}${code}. Try again later.`;
}

/** The store refused, failed or did not answer in time. The outcome of a PUT is unknown until a HEAD. */
export class StorageUnavailableError extends DomainError {
  constructor(
    operation: string,
    cause: unknown,
    detail = explained(cause),
    problem: Problem = storageProblems.storage_unavailable,
  ) {
    super(problem, detail, { operation, cause: causeOf(cause) });
    this.cause = cause;
  }
}

/** The store has no space left. Links wait as for a store that is unavailable. */
export class StorageFullError extends StorageUnavailableError {
  constructor(operation: string, cause: unknown) {
    super(operation, cause, fullDetail('The object storage', causeOf(cause)), commonProblems.storage_full);
  }
}

/** S3-compatible stores have no common name for it. */
const FULL = /StorageFull|InsufficientStorage|QuotaExceeded|CapExceeded/i;
const INSUFFICIENT_STORAGE = 507;

/** Any failure of a store as an error of ours. */
export function storageFailure(operation: string, cause: unknown): StorageUnavailableError {
  if (cause instanceof StorageUnavailableError) return cause;
  const { name = '', $metadata } = cause as { name?: string; $metadata?: { httpStatusCode?: number } };
  const full = fullDisk(cause) || FULL.test(name) || $metadata?.httpStatusCode === INSUFFICIENT_STORAGE;
  return full ? new StorageFullError(operation, cause) : new StorageUnavailableError(operation, cause);
}

/** The source has other bytes than the facts. */
export class ObjectDiffersError extends StorageUnavailableError {
  constructor(operation: string) {
    super(operation, new Error('ObjectDiffers'));
  }
}

/** Only the name of the failure: its message may contain an address or a key. */
const causeOf = (cause: unknown): string => {
  const { name, code, $metadata } = cause as { name?: string; code?: string; $metadata?: { httpStatusCode?: number } };
  return [code ?? name, $metadata?.httpStatusCode].filter(Boolean).join(' ');
};
