import type { PlannableRun } from '@trellis/pipeline';

/**
 * Selects the runs of a rule. All conditions must match. Name and prompt also match inside the variables. Texts may
 * contain `*` for any text and `?` for one character.
 */
export interface RunMatch {
  name?: string;
  prompt?: string;
  folder?: string;
  status?: string[];
  ids?: string[];
  legacyIds?: string[];
  /** Created at or after. */
  createdFrom?: Date;
  /** Created before. */
  createdUntil?: Date;
}

/** What matching runs get. The first rule that matches a run applies. */
export interface BackfillRule {
  match: RunMatch;
  /** By name. */
  persona?: string;
  /** By name, in that persona. A missing cluster is created, with the pillar. */
  cluster?: { name: string; pillar?: string };
  /** Moves `prompt` from the variables to a run without a prompt. */
  promptFromVariables: boolean;
  /** Moves `run_name` from the variables to the name of the run. */
  nameFromVariables: boolean;
  /** Makes photos of the winners of completed runs that have a cluster then. */
  link: boolean;
}

type MatchableRun = Pick<
  PlannableRun,
  'id' | 'name' | 'prompt' | 'targetFolder' | 'status' | 'legacyId' | 'createdAt' | 'takeable'
>;

type Test = (run: MatchableRun) => boolean;

/** A rule's match as one function, compiled once for a hundred thousand runs. */
export function matcherOf(match: RunMatch): Test {
  const tests: Test[] = [];
  const { name, prompt, folder, status, ids, legacyIds, createdFrom, createdUntil } = match;
  const text = (pattern: string | undefined, of: (run: MatchableRun) => unknown[]) => {
    if (pattern === undefined) return;
    const expression = expressionOf(pattern);
    tests.push((run) => of(run).some((one) => expression.test(typeof one === 'string' ? one.normalize('NFC') : '')));
  };
  text(name, ({ name: ours, takeable }) => [ours, takeable.run_name]);
  text(prompt, ({ prompt: ours, takeable }) => [ours ?? takeable.prompt]);
  text(folder, ({ targetFolder }) => [targetFolder]);
  if (status) tests.push((run) => status.includes(run.status));
  if (ids) tests.push(memberOf(new Set(ids.map((id) => id.toLowerCase())), (run) => run.id));
  if (legacyIds) tests.push(memberOf(new Set<string | null>(legacyIds), (run) => run.legacyId));
  if (createdFrom) tests.push((run) => run.createdAt >= createdFrom);
  if (createdUntil) tests.push((run) => run.createdAt < createdUntil);
  return (run) => tests.every((test) => test(run));
}

const memberOf =
  <T>(set: ReadonlySet<T>, of: (run: MatchableRun) => T): Test =>
  (run) =>
    set.has(of(run));

/** `*` is any text, `?` one character. */
export const expressionOf = (pattern: string): RegExp => {
  const escaped = pattern.normalize('NFC').replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su');
};
