import { DomainError, defineProblems } from '@trellis/kernel';

export const storageProblems = defineProblems({
  storage_unavailable: ['unavailable', 'The object storage is unavailable'],
});

/** The store refused, failed or did not answer in time. The outcome of a PUT is unknown until a HEAD. */
export class StorageUnavailableError extends DomainError {
  constructor(operation: string, cause: unknown) {
    super(
      storageProblems.storage_unavailable,
      'The object storage failed or did not answer in time. Try again later.',
      {
        operation,
        cause: causeOf(cause),
      },
    );
    this.cause = cause;
  }
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
