import { Body, Controller, Get, Header, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Actor, IdParam, Operation } from '@trellis/http';
import { WorkflowQuery, WorkflowResponse } from '../workflows/workflow.dto.ts';
import { PreviewWorkflowService } from '../workflows/preview-workflow.service.ts';
import { ApproveStepDto, RunStepResponse } from './gate.dto.ts';
import { GatesService } from './gates.service.ts';

const missing = '404 run_not_found' as const;

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
    problems: [missing, '404 step_not_found', '409 run_closed', '409 already_approved'],
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
      '404 step_not_found',
      '422 candidate_not_found',
      '422 template_value_missing',
      '422 template_value_invalid',
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
