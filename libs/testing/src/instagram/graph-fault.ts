/** An error of the Graph API, as it is answered. */
export class GraphFault extends Error {
  readonly status: number;
  readonly code: number;
  readonly subcode: number | undefined;

  constructor(code: number, message: string, { subcode, status = 400 }: { subcode?: number; status?: number } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.subcode = subcode;
  }

  get body(): object {
    const subcode = this.subcode === undefined ? {} : { error_subcode: this.subcode };
    const error = { message: this.message, type: 'OAuthException', code: this.code, ...subcode };
    return { error: { ...error, is_transient: TRANSIENT.includes(this.code), fbtrace_id: 'AbCdEf' } };
  }
}

const TRANSIENT = [1, 2, 4, -1];

export const faults = {
  parameter: (message: string) => new GraphFault(100, message),
  unknownObject: () => new GraphFault(100, 'Unsupported get request. Object does not exist', { subcode: 33 }),
  noToken: () => new GraphFault(190, 'Invalid OAuth access token - Cannot parse access token'),
  expired: () => new GraphFault(190, 'Error validating access token: Session has expired', { subcode: 463 }),
  rate: () => new GraphFault(4, 'Application request limit reached', { status: 403 }),
  notReady: () => new GraphFault(9007, 'Media ID is not available', { subcode: 2207027 }),
  dead: () => new GraphFault(24, 'The requested resource does not exist', { subcode: 2207006 }),
  quota: () => new GraphFault(9, 'The user has reached the limit of posts', { subcode: 2207042 }),
  blocked: () => new GraphFault(4, 'Application request limit reached', { subcode: 2207051, status: 403 }),
  server: () =>
    new GraphFault(2, 'An unexpected error has occurred. Please retry your request later.', { status: 500 }),
  unreachable: () => new GraphFault(9004, 'The media could not be fetched from this URI', { subcode: 2207052 }),
  tooLarge: () => new GraphFault(36000, 'The image size is too large', { subcode: 2207004 }),
  noJpeg: () => new GraphFault(36001, 'The image format is not supported', { subcode: 2207005 }),
  ratio: () => new GraphFault(36003, 'The aspect ratio is not supported', { subcode: 2207009 }),
  caption: () => new GraphFault(36004, 'The caption is too long', { subcode: 2207010 }),
};
