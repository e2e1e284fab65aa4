import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '@trellis/access';
import { IdParam } from '@trellis/http';
import { inBody } from '@trellis/kernel';
import { pipelineProblems } from '../pipeline.problems.ts';
import { PreviewWorkflowService } from './preview-workflow.service.ts';
import { WorkflowQuery, WorkflowResponse } from './workflow.dto.ts';

@ApiTags('steps')
@Controller('runs/:id/steps/:stepId/workflow')
export class WorkflowController {
  constructor(private readonly workflows: PreviewWorkflowService) {}

  @Get()
  @Header('Content-Type', 'application/json; charset=utf-8')
  @Operation({
    id: 'previewWorkflow',
    summary: 'Preview the workflow of a step, as ComfyUI would get it for job 1',
    role: 'viewer',
    answer: WorkflowResponse,
    problems: [
      pipelineProblems.run_not_found,
      pipelineProblems.step_not_found,
      inBody(pipelineProblems.candidate_not_found),
      pipelineProblems.template_value_missing,
      pipelineProblems.template_value_invalid,
    ],
  })
  preview(
    @IdParam() id: string,
    @IdParam('stepId') stepId: string,
    @Query() { parentId }: WorkflowQuery,
  ): Promise<string> {
    return this.workflows.preview(id, stepId, parentId);
  }
}
