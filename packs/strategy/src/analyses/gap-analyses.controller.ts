import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { Actor, Operation } from '@trellis/access';
import { databaseProblems, type Page } from '@trellis/database';
import { IdParam, PageQuery } from '@trellis/http';
import { personaProblems } from '@trellis/personas';
import { GapNumbersResponse, GapQuestionDto, numbersExample } from '../gaps/gaps.dto.ts';
import { strategyProblems } from '../strategy.problems.ts';
import { GapAnalysesService, type GapAnalysisView } from './gap-analyses.service.ts';

const noPersona = personaProblems.persona_not_found;

export class GapAnalysisResponse extends GapNumbersResponse implements GapAnalysisView {
  static readonly example = {
    id: '01890a5d-ac96-774b-bcce-b302099a8057',
    ...numbersExample,
    createdAt: '2026-12-01T10:00:00.000Z',
    createdBy: 'key:admin frontend',
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: String, description: 'key:<name>, or key:<name> (<person>)' }) createdBy!: string;
}

@ApiTags('strategy')
@Controller()
export class GapAnalysesController {
  constructor(private readonly analyses: GapAnalysesService) {}

  @Post('personas/:id/gap-analyses')
  @Operation({
    id: 'keepGaps',
    summary: 'Keep what is missing now, so that it can be compared later',
    role: 'operator',
    status: 201,
    body: GapQuestionDto,
    answer: GapAnalysisResponse,
    problems: [noPersona],
  })
  keep(@IdParam() id: string, @Body() question: GapQuestionDto, @Actor() actor: string): Promise<GapAnalysisResponse> {
    return this.analyses.keep(id, question, actor);
  }

  @Get('personas/:id/gap-analyses')
  @Operation({
    id: 'listGapAnalyses',
    summary: 'List the kept gaps of a persona, newest first',
    role: 'viewer',
    answer: GapAnalysisResponse,
    list: true,
    problems: [noPersona, databaseProblems.invalid_cursor],
  })
  list(@IdParam() id: string, @Query() page: PageQuery): Promise<Page<GapAnalysisResponse>> {
    return this.analyses.list(id, page);
  }

  @Get('gap-analyses/:id')
  @Operation({
    id: 'getGapAnalysis',
    summary: 'Read kept gaps',
    role: 'viewer',
    answer: GapAnalysisResponse,
    problems: [strategyProblems.gap_analysis_not_found],
  })
  get(@IdParam() id: string): Promise<GapAnalysisResponse> {
    return this.analyses.get(id);
  }
}
