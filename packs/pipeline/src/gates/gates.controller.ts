import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam } from '@trellis/http';
import { Actor, Operation } from '@trellis/access';
import { ApproveStepDto, RunStepResponse } from './gate.dto.ts';
import { GatesService } from './gates.service.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

const missing = pipelineProblems.run_not_found;

@ApiTags('steps')
@Controller('runs/:id/steps')
export class GatesController {
  constructor(private readonly gates: GatesService) {}

  @Get()
  @Operation({
    id: 'listRunSteps',
    summary: 'List the steps of a run by position, with the advancing candidates',
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
    summary: 'Approve a step: its best candidates advance',
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
}
