import type { PipelineStepEntity } from '../pipelines/pipeline-step.entity.ts';
import type { PipelineRunEntity } from '../runs/pipeline-run.entity.ts';
import { TemplateValueError, type TemplateValues } from './fill-template.ts';

type Run = Pick<PipelineRunEntity, 'name' | 'prompt' | 'variables'>;
type Needs = Pick<PipelineStepEntity, 'needsRunPrompt' | 'needsParentImagePath' | 'needsRunVariables'>;

export interface WorkflowJob {
  id: number;
  /** Milliseconds since 1970. */
  now: number;
  /** 0..999,999,999 */
  random: number;
}

const SEED = 1_000_000;

/**
 * The values of a step's placeholders: the run's variables where the step needs them, overridden by the run and the
 * parent, overridden by the job.
 * @throws TemplateValueError for a missing value
 */
export function workflowValues(
  { name, prompt, variables }: Run,
  needs: Needs,
  { parentImagePath, job }: { parentImagePath: string | null; job: WorkflowJob },
): TemplateValues {
  const values = {
    ...(needs.needsRunVariables ? variables : {}),
    ...(prompt !== null && { prompt }),
    run_name: name,
    ...(parentImagePath !== null && { parent_image_path: parentImagePath }),
    job_id: job.id,
    timestamp: Math.floor(job.now / 1000),
    timestamp_ms: job.now,
    random: job.random,
    auto_seed: seedOf(variables, job.id),
  };
  if (needs.needsRunPrompt && !(values as { prompt?: unknown }).prompt)
    throw unmet('prompt', 'is needed, and the run has none');
  if (needs.needsParentImagePath && parentImagePath === null)
    throw unmet('parent_image_path', 'is needed: name the parent candidate as parentId');
  return values;
}

const unmet = (key: string, detail: string) => new TemplateValueError(key, 'missing', detail);

/** A different seed for each job. A seed that is no number stays unchanged, and is refused where a template uses it. */
function seedOf(variables: object, jobId: number): unknown {
  const seed = (variables as { seed?: unknown }).seed ?? SEED;
  const number = typeof seed === 'string' && /^\d{1,15}$/.test(seed) ? Number(seed) : seed;
  return typeof number === 'number' ? number + jobId : { seed };
}
