import type { DomainErrorKind, Problem } from './problem.ts';

/**
 * A refusal of the domain, without a word of HTTP.
 *
 * `problem` says which code of the REST contract it is, `detail` is a sentence for a person that names the cure,
 * `params` are plain values for logs and tests (never a path, a key or SQL).
 */
export class DomainError extends Error {
  readonly code: string;
  readonly kind: DomainErrorKind;

  constructor(
    readonly problem: Problem,
    readonly detail: string,
    readonly params: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${problem.code}: ${detail}`);
    this.code = problem.code;
    this.kind = problem.kind;
    this.name = new.target.name;
  }
}
