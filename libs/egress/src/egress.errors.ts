/** Why a request was not sent, or its answer not used. It never holds a body, an address or a URL. */
export type EgressFailure =
  | 'invalid_url'
  | 'address_refused'
  | 'unknown_host'
  | 'unreachable'
  | 'timed_out'
  | 'redirected'
  | 'too_large'
  | 'malformed';

/** Every address of the server has refused the connection. */
function wasRefused(cause: unknown): boolean {
  if (cause instanceof AggregateError) return cause.errors.length > 0 && cause.errors.every(wasRefused);
  return (cause as { code?: string } | undefined)?.code === 'ECONNREFUSED';
}

/** A request to another server that failed. `code` is for programs and people; `cause` is for the log. */
export class EgressError extends Error {
  override readonly name = 'EgressError';

  constructor(
    readonly code: EgressFailure,
    cause?: unknown,
  ) {
    super(code, { cause });
  }

  /** No connection was made, so nothing of the request can have arrived. False where that is not certain. */
  get neverSent(): boolean {
    if (['invalid_url', 'address_refused', 'unknown_host'].includes(this.code)) return true;
    return this.code === 'unreachable' && wasRefused((this.cause as { cause?: unknown } | undefined)?.cause);
  }
}
