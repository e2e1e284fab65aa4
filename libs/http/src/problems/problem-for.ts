import { HttpException } from '@nestjs/common';
import {
  DomainError,
  ValidationFailedError,
  commonProblems,
  fullDetail,
  fullDisk,
  type FieldProblem,
  type Problem,
  type ProblemMembers,
} from '@trellis/kernel';
import { StaleError, brokenReference, databaseProblems, isDatabaseAway, isRejectedData } from '@trellis/database';
import { MAX_JSON_BYTES } from '../limits.ts';
import { httpProblems } from './http.problems.ts';
import { problemDetails, statusOf, type ProblemDetails } from './problem-details.ts';
import { shownPath } from './shown-path.ts';
import type { References } from './references.ts';

interface Draft {
  problem: Problem;
  detail: string;
  status?: number;
  errors?: readonly FieldProblem[];
  more?: Pick<ProblemDetails, 'current' | 'changedBy' | 'changedAt'> | ProblemMembers;
}

const invalid = commonProblems.validation_failed;

/** The problem for an error; undefined for an unexpected error. It contains no internals (stack, SQL, path, key). */
export function problemFor(error: unknown, url: string, references: References): ProblemDetails | undefined {
  const draft = fromDomain(error) ?? fromHttp(error) ?? fromFullDisk(error) ?? fromDatabase(error, references);
  if (!draft) return undefined;
  const { problem, detail, status = statusOf(problem), errors, more } = draft;
  return {
    ...problemDetails(problem, detail, shownPath(url), status),
    ...(errors && { errors: [...errors] }),
    ...more,
  };
}

function fromDomain(error: unknown): Draft | undefined {
  if (!(error instanceof DomainError)) return undefined;
  const { problem, detail, members } = error;
  if (error instanceof StaleError) {
    const { current, changedBy, changedAt } = error;
    return { problem, detail, more: { current, changedBy, changedAt } };
  }
  if (error instanceof ValidationFailedError) return { problem, detail, errors: error.errors };
  return { problem, detail, more: members };
}

/** Refusals by Nest and Fastify, before a controller is called. */
function fromHttp(error: unknown): Draft | undefined {
  const { statusCode } = error as { statusCode?: number };
  const status = error instanceof HttpException ? error.getStatus() : statusCode;
  if (status === undefined || status >= 500) return undefined;
  if (status === 413)
    return { problem: httpProblems.payload_too_large, detail: `A JSON body has at most ${MAX_JSON_BYTES} bytes.` };
  // Static files: a folder, or a path outside of the folder, is answered like a missing file.
  if (status === 404 || status === 403)
    return { problem: httpProblems.route_not_found, detail: 'There is no such route. /docs lists all routes.' };
  if (status === 416)
    return { problem: httpProblems.range_not_satisfiable, detail: 'The file is shorter. Content-Range has its size.' };
  if (status === 412) return { problem: invalid, status, detail: 'The condition does not hold.', errors: [] };
  if (status === 401)
    return { problem: httpProblems.unauthenticated, detail: 'Send a valid key as Authorization: Bearer <key>.' };
  return { problem: invalid, detail: (error as Error).message, errors: [] };
}

/** What the disk of the candidates or of the database refused. A store's own refusal is a DomainError. */
function fromFullDisk(error: unknown): Draft | undefined {
  const cause = fullDisk(error);
  if (!cause) return undefined;
  const where = cause === FULL_DATABASE ? 'The disk of the database' : 'The disk of the server';
  return { problem: commonProblems.storage_full, detail: fullDetail(where, cause) };
}

/** PostgreSQL's disk_full. */
const FULL_DATABASE = '53100';

function fromDatabase(error: unknown, references: References): Draft | undefined {
  if (isDatabaseAway(error))
    return {
      problem: databaseProblems.database_unavailable,
      detail: 'The database does not answer. Try again later.',
    };
  const broken = brokenReference(error);
  if (broken) return { problem: commonProblems.in_use, detail: references.explain(broken) };
  if (isRejectedData(error)) return { problem: invalid, detail: 'A value cannot be stored.', errors: [] };
  return undefined;
}
