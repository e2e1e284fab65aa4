import type { PageRequest } from '@trellis/database';
import type { PolicedText } from '@trellis/kernel';
import type { RunStatus } from './pipeline-run.entity.ts';

/** What a run can be made from; the rest has defaults. */
export interface NewRun {
  pipelineId: string;
  personaId?: string | null;
  clusterId?: string | null;
  name?: string;
  prompt?: string | null;
  targetFolder?: string;
  variables?: object;
}

/** Fields that are absent stay as they are. */
export type RunChanges = Partial<Omit<NewRun, 'pipelineId'>>;

export interface RunFilter extends PageRequest {
  status?: RunStatus;
  personaId?: string;
  /** An id, or `none` for runs without a cluster. */
  clusterId?: string;
}

/** What ends up in a picture: the prompt, and every text of the variables, which a template may put into one. */
export const textsOf = ({ prompt, variables }: RunChanges): PolicedText[] => [
  ...(prompt ? [{ field: 'prompt', text: prompt }] : []),
  ...textsIn(variables, 'variables'),
];

function textsIn(value: unknown, field: string): PolicedText[] {
  if (typeof value === 'string') return [{ field, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${field}.${key}`));
}
