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

/** A request to another server that failed. `code` is for programs and people; `cause` is for the log. */
export class EgressError extends Error {
  override readonly name = 'EgressError';

  constructor(
    readonly code: EgressFailure,
    cause?: unknown,
  ) {
    super(code, { cause });
  }
}
