import { DomainError } from './domain-error.ts';
import { commonProblems } from './problem.ts';

export interface FieldProblem {
  path: string;
  message: string;
}

/** Invalid input. `errors` has the path of each field and the cure. */
export class ValidationFailedError extends DomainError {
  constructor(readonly errors: readonly FieldProblem[]) {
    super(commonProblems.validation_failed, errors.map(({ path, message }) => `${path}: ${message}`).join('; '));
  }
}
