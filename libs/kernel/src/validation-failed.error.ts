import { DomainError } from './domain-error.ts';
import { commonProblems } from './problem.ts';

export interface FieldProblem {
  path: string;
  message: string;
}

const MOST_ERRORS = 20;
const MOST_CHARACTERS = 500;

/** Invalid input. `errors` has the path and the cure of the first 20 fields. */
export class ValidationFailedError extends DomainError {
  readonly errors: readonly FieldProblem[];

  constructor(all: readonly FieldProblem[]) {
    const errors = all.slice(0, MOST_ERRORS);
    const more = all.length > errors.length ? [`${all.length - errors.length} more`] : [];
    super(
      commonProblems.validation_failed,
      cut([...errors.map(({ path, message }) => `${path}: ${message}`), ...more].join('; ')),
    );
    this.errors = errors;
  }
}

const cut = (text: string): string => {
  const characters = [...text];
  return characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS - 1).join('')}…` : text;
};
