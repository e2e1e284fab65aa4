import { HttpException } from '@nestjs/common';
import { DomainError, type DomainErrorKind } from '@trellis/kernel';
import { isDatabaseAway, isRejectedData } from '@trellis/database';
import { problemOf, type Problem, type ProblemCode } from './problem.ts';
import { ValidationFailedError } from './validation-failed.error.ts';

const statuses: Record<DomainErrorKind, number> = {
  invalid: 400,
  forbidden: 403,
  unprocessable: 422,
  'not-found': 404,
  conflict: 409,
  gone: 410,
  limited: 429,
  unavailable: 503,
};

type Draft = Omit<Problem, 'type' | 'title' | 'instance' | 'code'> & { code: ProblemCode };

/** What an error means to a client; undefined for one that nobody expected. Nothing of the inside (stack, SQL, path, key) leaves. */
export function problemFor(error: unknown, url: string): Problem | undefined {
  const draft = fromDomain(error) ?? fromHttp(error) ?? fromDatabase(error);
  if (!draft) return undefined;
  const { code, status, detail, errors } = draft;
  return { ...problemOf(code, status, detail, url.split('?')[0] ?? '/'), ...(errors && { errors }) };
}

function fromDomain(error: unknown): Draft | undefined {
  if (error instanceof ValidationFailedError) {
    return { code: 'validation_failed', status: 400, detail: error.detail, errors: [...error.errors] };
  }
  if (!(error instanceof DomainError)) return undefined;
  return { code: error.code as ProblemCode, status: statuses[error.kind], detail: error.detail };
}

/** What Nest and Fastify refuse before a controller is asked. */
function fromHttp(error: unknown): Draft | undefined {
  const { code, statusCode } = error as { code?: string; statusCode?: number };
  const status = error instanceof HttpException ? error.getStatus() : statusCode;
  if (status === undefined || status >= 500) return undefined;
  if (status === 413) return { code: 'payload_too_large', status, detail: 'Send a smaller body.' };
  // Static files: a folder or a path out of it is as little there as a file that is missing.
  if (status === 404 || status === 403) {
    return { code: 'route_not_found', status: 404, detail: 'There is no such route; /docs lists them.' };
  }
  if (status === 412 || status === 416) {
    return { code: 'validation_failed', status, detail: 'The range or condition cannot be met.', errors: [] };
  }
  if (status === 401)
    return { code: 'unauthenticated', status, detail: 'Send a valid key as Authorization: Bearer <key>.' };
  if (status === 415 || code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return { code: 'malformed_json', status: 400, detail: 'Send the body as application/json.' };
  }
  return { code: 'validation_failed', status: 400, detail: (error as Error).message, errors: [] };
}

function fromDatabase(error: unknown): Draft | undefined {
  if (isDatabaseAway(error))
    return { code: 'database_unavailable', status: 503, detail: 'The database does not answer; try again later.' };
  if (isRejectedData(error))
    return { code: 'validation_failed', status: 400, detail: 'A value is not one that can be stored.', errors: [] };
  return undefined;
}
