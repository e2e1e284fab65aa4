import { Body, Controller, Delete, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Actor, Operation } from '@trellis/access';
import { Id, IdParam } from '@trellis/http';
import { inBody } from '@trellis/kernel';
import { pipelineProblems } from '../pipeline.problems.ts';
import { RunResponse } from '../runs/run.dto.ts';
import { RunsService } from '../runs/runs.service.ts';
import { ChooseWinnerService } from './choose-winner.service.ts';

const missing = pipelineProblems.run_not_found;

export class ChooseWinnerDto {
  static readonly example = { candidateId: '01890a5d-ac96-774b-bcce-b302099a805c' };

  @Id()
  candidateId!: string;
}

@ApiTags('runs')
@Controller('runs')
export class WinnerController {
  constructor(
    private readonly winner: ChooseWinnerService,
    private readonly runs: RunsService,
  ) {}

  @Put(':id/winner')
  @Operation({
    id: 'chooseWinner',
    summary: 'Choose the winner. It replaces an earlier winner',
    role: 'operator',
    body: ChooseWinnerDto,
    answer: RunResponse,
    problems: [
      missing,
      pipelineProblems.run_closed,
      pipelineProblems.candidate_rejected,
      inBody(pipelineProblems.candidate_not_found),
    ],
  })
  async choose(
    @IdParam() id: string,
    @Body() { candidateId }: ChooseWinnerDto,
    @Actor() actor: string,
  ): Promise<RunResponse> {
    await this.winner.choose(id, candidateId, actor);
    return this.runs.get(id);
  }

  @Delete(':id/winner')
  @Operation({
    id: 'unsetWinner',
    summary: 'Unset the winner',
    role: 'operator',
    status: 204,
    problems: [missing, pipelineProblems.run_closed],
  })
  unset(@IdParam() id: string, @Actor() actor: string): Promise<void> {
    return this.winner.unset(id, actor);
  }
}
