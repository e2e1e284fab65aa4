import { DomainError } from '@trellis/kernel';

/** Bad input; `errors` names each field, by its path, and the cure. */
export class ValidationFailedError extends DomainError {
  constructor(readonly errors: readonly { path: string; message: string }[]) {
    super('validation_failed', 'invalid', errors.map(({ path, message }) => `${path}: ${message}`).join('; '));
  }
}
