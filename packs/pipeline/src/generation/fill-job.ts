import type { EntityManager } from 'typeorm';
import { PipelineStepEntity } from '../pipelines/pipeline-step.entity.ts';
import { PipelineRunEntity } from '../runs/pipeline-run.entity.ts';
import { fillTemplate, TemplateValueError } from '../workflows/fill-template.ts';
import { workflowValues } from '../workflows/workflow-values.ts';

/** What a job keeps of its run, so that every attempt of it sends the same. */
export interface KeptValues {
  name: string;
  prompt: string | null;
  variables: object;
  /** Milliseconds since 1970. */
  now: number;
  /** 0..999,999,999 */
  random: number;
}

export interface JobToFill {
  stepId: string;
  /** Its number, `{{job_id}}`. */
  number: number;
  kept: KeptValues;
  /** As the server names it. */
  parentImagePath: string | null;
}

/** `text` is JSON, and sent as it is. A fault names the key and the step. */
export type FilledJob =
  { kind: 'filled'; text: string } | { kind: 'fault'; problem: 'missing' | 'invalid'; detail: string };

export async function keptValues(
  manager: EntityManager,
  runId: string,
  drawn: Pick<KeptValues, 'now' | 'random'>,
): Promise<KeptValues> {
  const { name, prompt, variables } = await manager.findOneByOrFail(PipelineRunEntity, { id: runId });
  return { name, prompt, variables, ...drawn };
}

/** The workflow of a job, as it is sent. */
export async function fillJob(manager: EntityManager, job: JobToFill): Promise<FilledJob> {
  const { stepId, number, kept, parentImagePath } = job;
  const step = await manager.findOneByOrFail(PipelineStepEntity, { id: stepId });
  try {
    const drawn = { id: number, now: kept.now, random: kept.random };
    const values = workflowValues(kept, step, { parentImagePath, job: drawn });
    return { kind: 'filled', text: fillTemplate(step.workflowTemplate, values) };
  } catch (error) {
    if (!(error instanceof TemplateValueError)) throw error;
    return {
      kind: 'fault',
      problem: error.problem,
      detail: `${error.key} of the step “${step.name}” ${error.detail}.`,
    };
  }
}
