import type { DomainErrorKind, FieldProblem, Problem, ProblemMembers } from '@trellis/kernel';

/** RFC 9457, with `code` for programs and `errors` for forms. */
export interface ProblemDetails extends ProblemMembers {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  code: string;
  errors?: FieldProblem[];
  /** Of `stale`: what it is now, who changed it, and when. */
  current?: object;
  changedBy?: string | null;
  changedAt?: Date;
}

const statuses: Record<DomainErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  gone: 410,
  'too-large': 413,
  'out-of-range': 416,
  stale: 412,
  misdirected: 421,
  unprocessable: 422,
  limited: 429,
  unexpected: 500,
  unavailable: 503,
  full: 507,
};

export const statusOf = ({ kind }: Problem): number => statuses[kind];

export const problemDetails = (
  problem: Problem,
  detail: string,
  instance: string,
  status = statusOf(problem),
): ProblemDetails => ({
  type: `urn:trellis:problem:${problem.code}`,
  title: problem.title,
  status,
  detail,
  instance,
  code: problem.code,
});
