import { DomainError } from '@trellis/kernel';
import type { Refusals } from '@trellis/database';

export const templateRefused = (step: string) =>
  new DomainError(
    'invalid_template',
    'unprocessable',
    `The workflowTemplate of the step “${step}” is not JSON once its placeholders are filled.`,
  );

const stepInUse = () =>
  new DomainError(
    'step_in_use',
    'conflict',
    'A step that is left out has candidates or approvals; keep it in the list.',
  );

export const removingStep: Refusals = { fk_image_candidates_step: stepInUse, fk_pipeline_run_steps_step: stepInUse };

const inUse = () => new DomainError('in_use', 'conflict', 'The pipeline still has runs; delete them first.');

export const deletingPipeline: Refusals = {
  fk_pipeline_runs_pipeline: inUse,
  fk_image_candidates_step: inUse,
  fk_pipeline_run_steps_step: inUse,
};
