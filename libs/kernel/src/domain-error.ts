/** What a refusal means to the caller; the HTTP layer turns it into a status, nobody else does. */
export type DomainErrorKind =
  'invalid' | 'forbidden' | 'unprocessable' | 'not-found' | 'conflict' | 'gone' | 'limited' | 'unavailable';

/**
 * A refusal of the domain, without a word of HTTP.
 *
 * `code` is one of the codes of the REST contract, `detail` a sentence for a person that names the cure,
 * `params` plain values for logs and tests (never a path, a key or SQL).
 */
export class DomainError extends Error {
  constructor(
    readonly code: string,
    readonly kind: DomainErrorKind,
    readonly detail: string,
    readonly params: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${code}: ${detail}`);
    this.name = new.target.name;
  }
}
