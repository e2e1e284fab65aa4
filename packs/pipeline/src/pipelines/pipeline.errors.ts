import { DomainError } from '@trellis/kernel';
import type { Refusals } from '@trellis/database';
import { pipelineProblems } from '../pipeline.problems.ts';
import type { TemplateFault } from './workflow-template.ts';

const FAULTS: Record<TemplateFault, string> = {
  not_json: 'is not JSON once its placeholders are filled',
  no_object: 'is no object with nodes by id. Use “Export (API)” in ComfyUI',
  editor_format: 'has the format of the editor, which ComfyUI does not execute. Use “Export (API)” in ComfyUI',
};

export const templateRefused = (step: string, fault: TemplateFault) =>
  new DomainError(pipelineProblems.invalid_template, `The workflowTemplate of the step “${step}” ${FAULTS[fault]}.`);

const stepInUse = () =>
  new DomainError(pipelineProblems.step_in_use, 'A missing step has candidates or approvals. Keep it in the list.');

export const removingStep: Refusals = { fk_image_candidates_step: stepInUse, fk_pipeline_run_steps_step: stepInUse };
