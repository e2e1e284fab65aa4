import { DomainError } from '@trellis/kernel';

export const idempotencyMismatch = (): DomainError =>
  new DomainError(
    'idempotency_mismatch',
    'unprocessable',
    'This Idempotency-Key came with another body before; take a new key for a new request.',
  );

export const requestInProgress = (): DomainError =>
  new DomainError(
    'request_in_progress',
    'conflict',
    'The first request with this Idempotency-Key is still running; ask again in a moment.',
  );

/** An answer that was given before, to be given again to the letter. Thrown past everything that would make a new one. */
export class ReplayedAnswer extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
  ) {
    super('an answer that was given before');
  }
}
