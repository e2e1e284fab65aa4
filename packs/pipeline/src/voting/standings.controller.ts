import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam } from '@trellis/http';
import { Operation } from '@trellis/access';
import { StandingsQuery, StandingsResponse } from './standings.dto.ts';
import { StandingsService } from './standings.service.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

@ApiTags('voting')
@Controller('runs/:id/standings')
export class StandingsController {
  constructor(private readonly standings: StandingsService) {}

  @Get()
  @Operation({
    id: 'readStandings',
    summary: 'Read how the candidates of a step stand, and whether the order is settled',
    role: 'viewer',
    answer: StandingsResponse,
    problems: [pipelineProblems.run_not_found, pipelineProblems.step_not_found],
  })
  read(@IdParam() id: string, @Query() { stepId }: StandingsQuery): Promise<StandingsResponse> {
    return this.standings.find(id, stepId);
  }
}
