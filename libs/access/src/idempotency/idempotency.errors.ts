import { DomainError } from '@trellis/kernel';
import { PreparedAnswer } from '@trellis/http';
import { accessProblems } from '../access.problems.ts';

export const idempotencyMismatch = (): DomainError =>
  new DomainError(
    accessProblems.idempotency_mismatch,
    'This Idempotency-Key was used with another body. Use a new key for a new request.',
  );

export const requestInProgress = (): DomainError =>
  new DomainError(
    accessProblems.request_in_progress,
    'The first request with this Idempotency-Key is still running. Try again in a moment.',
  );

/** An earlier answer, repeated byte for byte. */
export const replayed = (status: number, body: string): PreparedAnswer =>
  new PreparedAnswer(status, body, { 'Idempotency-Replayed': 'true' });
