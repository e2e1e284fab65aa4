import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DomainError, notFound, unknownReference } from '@trellis/kernel';
import { Database } from '@trellis/database';
import { ImageCandidateEntity } from '../candidates/image-candidate.entity.ts';
import { PipelineStepEntity } from '../pipelines/pipeline-step.entity.ts';
import { PipelineRunEntity } from '../runs/pipeline-run.entity.ts';
import { TemplateValueError, fillTemplate } from './fill-template.ts';
import { workflowValues } from './workflow-values.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

/** A preview is the first job. */
const JOB_ID = 1;
const MOST_RANDOM = 999_999_999;

/**
 * Fills a step's template exactly as it would be sent to ComfyUI. The text is not parsed, because 64-bit seeds would
 * change.
 */
@Injectable()
export class PreviewWorkflowService {
  constructor(private readonly database: Database) {}

  /**
   * @throws DomainError run_not_found, step_not_found, candidate_not_found, template_value_missing,
   * template_value_invalid
   */
  async preview(runId: string, stepId: string, parentId?: string): Promise<string> {
    const { manager } = this.database;
    const run = await manager.findOneBy(PipelineRunEntity, { id: runId });
    if (!run) throw notFound(pipelineProblems.run_not_found);
    const step = await manager.findOneBy(PipelineStepEntity, { id: stepId, pipelineId: run.pipelineId });
    if (!step) throw notFound(pipelineProblems.step_not_found);
    const parent = parentId ? await manager.findOneBy(ImageCandidateEntity, { id: parentId, runId }) : null;
    if (parentId && !parent) throw unknownReference(pipelineProblems.candidate_not_found, 'parentId', 'of this run');
    const job = { id: JOB_ID, now: Date.now(), random: randomInt(MOST_RANDOM + 1) };
    try {
      const values = workflowValues(run, step, { parentImagePath: parent?.imagePath ?? null, job });
      return fillTemplate(step.workflowTemplate, values);
    } catch (error) {
      throw error instanceof TemplateValueError ? refusal(error, step.name) : error;
    }
  }
}

const refusal = ({ key, problem, detail }: TemplateValueError, step: string): DomainError =>
  new DomainError(pipelineProblems[`template_value_${problem}`], `${key} of the step “${step}” ${detail}.`, {
    key,
    step,
  });
