import type { DomainErrorKind, Problem, ProblemMembers } from './problem.ts';

/**
 * A refusal by the domain, independent of HTTP.
 *
 * `problem` is its code in the REST contract, `detail` a sentence for people that names the cure, `params` plain values
 * for logs and tests (never a path, a key or SQL), `members` what the answer shows beside the sentence.
 */
export class DomainError extends Error {
  readonly code: string;
  readonly kind: DomainErrorKind;

  constructor(
    readonly problem: Problem,
    readonly detail: string,
    readonly params: Readonly<Record<string, unknown>> = {},
    readonly members: ProblemMembers = {},
  ) {
    super(`${problem.code}: ${detail}`);
    this.code = problem.code;
    this.kind = problem.kind;
    this.name = new.target.name;
  }
}
