/** What a refusal means to the caller. The HTTP layer turns it into a status; nothing else does. */
export type DomainErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'gone'
  | 'too-large'
  | 'unprocessable'
  | 'limited'
  | 'unexpected'
  | 'unavailable';

/** One way in which a request can fail: its code in the REST contract, what it means, and its title for people. */
export interface Problem<Code extends string = string> {
  readonly code: Code;
  readonly kind: DomainErrorKind;
  readonly title: string;
}

type Table = Readonly<Record<string, readonly [kind: DomainErrorKind, title: string]>>;
type ProblemsOf<T extends Table> = { readonly [Code in keyof T & string]: Problem<Code> };

/** The problems of one library or pack, by code. A code that is not in the table does not compile. */
export function defineProblems<const T extends Table>(table: T): ProblemsOf<T> {
  const problems = Object.entries(table).map(([code, [kind, title]]) => [code, { code, kind, title }]);
  return Object.fromEntries(problems) as ProblemsOf<T>;
}

/** The same problem where the body names the thing instead of the path: 422 instead of 404. */
export const inBody = <P extends Problem>(problem: P): P => ({ ...problem, kind: 'unprocessable' });

/** Problems that every pack may answer with. */
export const commonProblems = defineProblems({
  validation_failed: ['invalid', 'The request is not valid'],
  name_taken: ['conflict', 'The name is taken'],
  in_use: ['conflict', 'Something still uses it'],
  stopping: ['unavailable', 'The process is stopping'],
  internal: ['unexpected', 'Something went wrong here'],
});
