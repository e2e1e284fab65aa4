/** RFC 9457, as every refusal of the API. */
export interface Problem {
  status: number;
  code: string;
  detail: string;
  errors?: { path: string; message: string }[];
  current?: Record<string, unknown>;
  changedBy?: string | null;
  changedAt?: string;
}

export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = 'ProblemError';
  }
}

/** What a person is shown of any error. */
export const messageOf = (error: unknown): string =>
  error instanceof ProblemError ? error.problem.detail : 'The server does not answer. Try again in a moment.';

/** The message of one field of a form; undefined when the error is not about it. */
export const fieldError = (error: unknown, field: string): string | undefined => {
  if (!(error instanceof ProblemError)) return undefined;
  const { errors = [], code, detail } = error.problem;
  const own = errors.find(({ path }) => path === field)?.message;
  return own ?? (field === 'name' && code === 'name_taken' ? detail : undefined);
};
