/** The kind of a refusal. Only the HTTP layer turns it into a status. */
export type DomainErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'gone'
  | 'too-large'
  | 'out-of-range'
  | 'misdirected'
  | 'stale'
  | 'unprocessable'
  | 'limited'
  | 'unexpected'
  | 'unavailable'
  | 'full';

/** One way in which a request can fail: its code in the REST contract, its kind, and its title for people. */
export interface Problem<Code extends string = string> {
  readonly code: Code;
  readonly kind: DomainErrorKind;
  readonly title: string;
}

/** What an answer shows of a refusal beside the sentence: extension members of RFC 9457. */
export interface ProblemMembers {
  /** The post that a refusal is about. */
  postId?: string;
  /** The ids of the rules that refuse a text. */
  rules?: readonly string[];
  /** Everything that keeps a post from being published. */
  problems?: readonly { code: string; detail: string; position?: number }[];
}

type Table = Readonly<Record<string, readonly [kind: DomainErrorKind, title: string]>>;
type ProblemsOf<T extends Table> = { readonly [Code in keyof T & string]: Problem<Code> };

/** The problems of one library or pack, by code. An undefined code does not compile. */
export function defineProblems<const T extends Table>(table: T): ProblemsOf<T> {
  const problems = Object.entries(table).map(([code, [kind, title]]) => [code, { code, kind, title }]);
  return Object.fromEntries(problems) as ProblemsOf<T>;
}

/** The same problem when the body, not the path, names the object: 422 instead of 404. */
export const inBody = <P extends Problem>(problem: P): P => ({ ...problem, kind: 'unprocessable' });

/** Problems that every pack may use. */
export const commonProblems = defineProblems({
  validation_failed: ['invalid', 'The request is not valid'],
  name_taken: ['conflict', 'The name is taken'],
  in_use: ['conflict', 'The object is still in use'],
  illegal_transition: ['conflict', 'The transition is not allowed'],
  too_busy: ['unavailable', 'The server is too busy'],
  stopping: ['unavailable', 'The process is stopping'],
  storage_full: ['full', 'There is no space left'],
  internal: ['unexpected', 'Internal error'],
});
