import { DomainError } from './domain-error.ts';
import { commonProblems } from './problem.ts';

export interface FieldProblem {
  path: string;
  message: string;
}

const MOST_ERRORS = 20;
const MOST_CHARACTERS = 500;
const MOST_PATH = 200;

/** Invalid input. `errors` has the path and the cure of the first 20 fields. */
export class ValidationFailedError extends DomainError {
  readonly errors: readonly FieldProblem[];

  constructor(all: readonly FieldProblem[]) {
    const errors = all.slice(0, MOST_ERRORS).map(({ path, message }) => ({ path: cut(path, MOST_PATH), message }));
    const more = all.length > errors.length ? [`${all.length - errors.length} more`] : [];
    super(
      commonProblems.validation_failed,
      cut([...errors.map(({ path, message }) => `${path}: ${message}`), ...more].join('; '), MOST_CHARACTERS),
    );
    this.errors = errors;
  }
}

/** By code points. What is far too long is cut before it is taken apart. */
function cut(text: string, most: number): string {
  const characters = [...text.slice(0, 2 * most)];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text;
}
