import { canonicalName } from '@trellis/kernel';
import type { PlannableRun, RunFields } from '@trellis/pipeline';
import type { BackfillRule } from './backfill-rule.ts';
import type { RuleTarget } from './rule-targets.ts';

type PlannedRun = Pick<PlannableRun, 'name' | 'prompt' | 'personaId' | 'clusterId' | 'takeable'>;

/** Both sides of a rule's change of a run, only the changed fields; undefined when nothing changes. */
export function changesOf(
  run: PlannedRun,
  rule: BackfillRule,
  target: RuleTarget,
): { before: RunFields; after: RunFields } | undefined {
  const taken = takenOf(run, rule);
  const wanted = { ...placeOf(run, target), ...textsOf(taken) };
  const changed = Object.entries(wanted).filter(([field, value]) => run[field as keyof PlannedRun] !== value);
  const before = Object.fromEntries(changed.map(([field]) => [field, run[field as keyof PlannedRun]]));
  const after = Object.fromEntries(changed);
  if (Object.keys(taken).length > 0) {
    const gone = Object.fromEntries(Object.keys(taken).map((key) => [key, null]));
    return { before: { ...before, variables: taken }, after: { ...after, variables: gone } };
  }
  return changed.length > 0 ? { before, after } : undefined;
}

/** A run keeps the persona and the cluster that it has. A rule fills in what is missing. */
function placeOf(run: PlannedRun, { personaId, cluster }: RuleTarget): RunFields {
  if (personaId === undefined || run.clusterId !== null) return {};
  if (run.personaId !== null && run.personaId !== personaId) return {};
  return { personaId, ...(cluster && { clusterId: cluster.id }) };
}

type Taken = { prompt?: string; run_name?: string };

/** The value to take out of the variables, unchanged. */
function takenOf({ prompt: ours, takeable: { prompt, run_name } }: PlannedRun, rule: BackfillRule): Taken {
  const takesPrompt = rule.promptFromVariables && typeof prompt === 'string' && prompt !== '' && ours === null;
  const takesName = rule.nameFromVariables && typeof run_name === 'string' && isName(canonicalName(run_name));
  return { ...(takesPrompt && { prompt }), ...(takesName && { run_name }) };
}

const textsOf = ({ prompt, run_name }: Taken): RunFields => ({
  ...(prompt !== undefined && { prompt }),
  ...(run_name !== undefined && { name: canonicalName(run_name) }),
});

/** Of a run or a cluster. */
export const isName = (name: string): boolean => name !== '' && [...name].length <= 200 && !/\p{Cc}/u.test(name);
