import type { PlannableRun } from '@trellis/pipeline';

/** Which runs a rule is for: all of what is named has to fit; name and prompt also where they are in the variables. Texts may hold `*` for any text and `?` for one character. */
export interface RunMatch {
  name?: string;
  prompt?: string;
  folder?: string;
  status?: string[];
  ids?: string[];
  legacyIds?: number[];
  /** Created at or after. */
  createdFrom?: Date;
  /** Created before. */
  createdUntil?: Date;
}

/** What runs that match are given. The first rule that fits a run is the one that counts. */
export interface BackfillRule {
  match: RunMatch;
  /** By name. */
  persona?: string;
  /** By name, of that persona; made when it is missing, as a cluster of the pillar. */
  cluster?: { name: string; pillar?: string };
  /** Takes `prompt` out of the variables where the run has no prompt. */
  promptFromVariables: boolean;
  /** Takes `run_name` out of the variables, and calls the run so. */
  nameFromVariables: boolean;
  /** Makes photos of the winners of completed runs that have a cluster then. */
  link: boolean;
}

type MatchableRun = Pick<
  PlannableRun,
  'id' | 'name' | 'prompt' | 'targetFolder' | 'status' | 'legacyId' | 'createdAt' | 'takeable'
>;

type Test = (run: MatchableRun) => boolean;

/** A rule's match as one function, made once for a hundred thousand runs. */
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
  if (legacyIds) tests.push(memberOf(new Set<number | null>(legacyIds), (run) => run.legacyId));
  if (createdFrom) tests.push((run) => run.createdAt >= createdFrom);
  if (createdUntil) tests.push((run) => run.createdAt < createdUntil);
  return (run) => tests.every((test) => test(run));
}

const memberOf =
  <T>(set: ReadonlySet<T>, of: (run: MatchableRun) => T): Test =>
  (run) =>
    set.has(of(run));

const expressionOf = (pattern: string): RegExp => {
  const escaped = pattern.normalize('NFC').replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'su');
};
