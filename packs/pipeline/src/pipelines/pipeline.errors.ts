import { DomainError } from '@trellis/kernel';
import type { Refusals } from '@trellis/database';
import { pipelineProblems } from '../pipeline.problems.ts';

export const templateRefused = (step: string) =>
  new DomainError(
    pipelineProblems.invalid_template,
    `The workflowTemplate of the step “${step}” is not JSON once its placeholders are filled.`,
  );

const stepInUse = () =>
  new DomainError(pipelineProblems.step_in_use, 'A missing step has candidates or approvals. Keep it in the list.');

export const removingStep: Refusals = { fk_image_candidates_step: stepInUse, fk_pipeline_run_steps_step: stepInUse };
