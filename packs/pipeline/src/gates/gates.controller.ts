import { Body, Controller, Get, Header, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam } from '@trellis/http';
import { inBody } from '@trellis/kernel';
import { Actor, Operation } from '@trellis/access';
import { WorkflowQuery, WorkflowResponse } from '../workflows/workflow.dto.ts';
import { PreviewWorkflowService } from '../workflows/preview-workflow.service.ts';
import { ApproveStepDto, RunStepResponse } from './gate.dto.ts';
import { GatesService } from './gates.service.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

const missing = pipelineProblems.run_not_found;

@ApiTags('steps')
@Controller('runs/:id/steps')
export class GatesController {
  constructor(
    private readonly gates: GatesService,
    private readonly workflows: PreviewWorkflowService,
  ) {}

  @Get()
  @Operation({
    id: 'listRunSteps',
    summary: 'The steps of a run by position, and who advances',
    role: 'viewer',
    answer: RunStepResponse,
    list: 'all',
    problems: [missing],
  })
  list(@IdParam() id: string): Promise<RunStepResponse[]> {
    return this.gates.list(id);
  }

  @Post(':stepId/approval')
  @Operation({
    id: 'approveStep',
    summary: 'Approve a step: its best candidates should go on',
    role: 'operator',
    body: ApproveStepDto,
    answer: RunStepResponse,
    problems: [
      missing,
      pipelineProblems.step_not_found,
      pipelineProblems.run_closed,
      pipelineProblems.already_approved,
    ],
  })
  approve(
    @IdParam() id: string,
    @IdParam('stepId') stepId: string,
    @Body() { topK = null }: ApproveStepDto,
    @Actor() actor: string,
  ): Promise<RunStepResponse> {
    return this.gates.approve(id, stepId, topK, actor);
  }

  @Get(':stepId/workflow')
  @Header('Content-Type', 'application/json; charset=utf-8')
  @Operation({
    id: 'previewWorkflow',
    summary: "A step's workflow as ComfyUI would get it, for job 1",
    role: 'viewer',
    answer: WorkflowResponse,
    problems: [
      missing,
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
