import { apiClient } from '@trellis/api-client';
import { ProblemError, type Problem } from './problem-error.ts';

export const api = apiClient({ baseUrl: location.origin });

type Answer<T> = { data?: T; error?: unknown; response: Response };

const signedOut = new Set<() => void>();

/** Called when an answer says that the session has ended. */
export const onSignedOut = (listener: () => void): (() => void) => {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
};

const unexpected = (status: number): Problem => ({
  status,
  code: 'internal',
  detail: `The server answered ${status}. Try again in a moment.`,
});

/** The body of a successful answer. @throws ProblemError for a refusal, TypeError when the server does not answer */
export async function ok<T>(asked: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await asked;
  if (response.ok) return data as T;
  if (response.status === 401) for (const listener of signedOut) listener();
  const problem = error as Partial<Problem> | undefined;
  throw new ProblemError(problem?.code ? (problem as Problem) : unexpected(response.status));
}
