import type { PageRequest } from '@trellis/database';
import type { PolicedText } from '@trellis/kernel';
import type { RunStatus } from './pipeline-run.entity.ts';

/** The fields of a new run. All others have defaults. */
export interface NewRun {
  pipelineId: string;
  personaId?: string | null;
  clusterId?: string | null;
  name?: string;
  prompt?: string | null;
  targetFolder?: string;
  variables?: object;
}

/** Absent fields do not change. */
export type RunChanges = Partial<Omit<NewRun, 'pipelineId'>>;

export interface RunFilter extends PageRequest {
  status?: RunStatus;
  personaId?: string;
  /** An id, or `none` for runs without a cluster. */
  clusterId?: string;
  /** Contained in the name, in any case and accent. */
  q?: string;
}

/** The texts that may end up in an image: the prompt, and every text of the variables, which templates may use. */
export const textsOf = ({ prompt, variables }: RunChanges): PolicedText[] => [
  ...(prompt ? [{ field: 'prompt', text: prompt }] : []),
  ...textsIn(variables, 'variables'),
];

function textsIn(value: unknown, field: string): PolicedText[] {
  if (typeof value === 'string') return [{ field, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsIn(inner, `${field}.${key}`));
}
