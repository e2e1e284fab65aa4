import { canonicalName } from '@trellis/kernel';
import type { RunFields } from '@trellis/pipeline';
import type { BackfillRule } from './backfill-rule.ts';
import type { RuleTarget } from './rule-targets.ts';

export interface PlannedRun {
  name: string;
  prompt: string | null;
  personaId: string | null;
  clusterId: string | null;
  variables: Readonly<Record<string, unknown>>;
}

/** Both sides of what a rule changes about a run, the changed fields only; undefined when it changes nothing. */
export function changesOf(
  run: PlannedRun,
  rule: BackfillRule,
  target: RuleTarget,
): { before: RunFields; after: RunFields } | undefined {
  const wanted = { ...placeOf(run, target), ...textsOf(run, rule) };
  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(wanted)) {
    const now = run[field as keyof PlannedRun];
    if (now === value) continue;
    before[field] = now;
    after[field] = value;
  }
  return Object.keys(after).length > 0 ? { before, after } : undefined;
}

/** A run that has a persona or a cluster already keeps it: a rule fills in what is missing, it does not move anybody. */
function placeOf(run: PlannedRun, { personaId, cluster }: RuleTarget): RunFields {
  if (personaId === undefined || run.clusterId !== null) return {};
  if (run.personaId !== null && run.personaId !== personaId) return {};
  return { personaId, ...(cluster && { clusterId: cluster.id }) };
}

function textsOf(run: PlannedRun, rule: BackfillRule): RunFields {
  const { prompt, run_name: runName, ...rest } = run.variables;
  const takesPrompt = rule.promptFromVariables && typeof prompt === 'string' && prompt !== '' && run.prompt === null;
  const name = typeof runName === 'string' ? canonicalName(runName) : '';
  const takesName = rule.nameFromVariables && isName(name);
  if (!takesPrompt && !takesName) return {};
  const variables = {
    ...rest,
    ...(!takesPrompt && prompt !== undefined && { prompt }),
    ...(!takesName && runName !== undefined && { run_name: runName }),
  };
  return { ...(takesPrompt && { prompt }), ...(takesName && { name }), variables };
}

const isName = (name: string): boolean => name !== '' && [...name].length <= 200 && !/\p{Cc}/u.test(name);
