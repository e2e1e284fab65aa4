import { DomainError, defineProblems } from '@trellis/kernel';

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
  constructor(operation: string, cause: unknown, detail = explained(cause)) {
    super(storageProblems.storage_unavailable, detail, { operation, cause: causeOf(cause) });
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
