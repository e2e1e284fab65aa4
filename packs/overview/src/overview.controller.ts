import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '@trellis/access';
import { databaseProblems, type Page } from '@trellis/database';
import { OverviewResponse, OverviewRunResponse, OverviewRunsQuery } from './overview.dto.ts';
import { OverviewRunsService } from './overview-runs.service.ts';
import { OverviewService } from './overview.service.ts';

@ApiTags('overview')
@Controller('overview')
export class OverviewController {
  constructor(
    private readonly overview: OverviewService,
    private readonly runs: OverviewRunsService,
  ) {}

  @Get()
  @Operation({ id: 'getOverview', summary: 'Read what waits for a person', role: 'viewer', answer: OverviewResponse })
  read(): Promise<OverviewResponse> {
    return this.overview.read();
  }

  @Get('runs')
  @Operation({
    id: 'listOverviewRuns',
    summary: 'List runs with names, link and open pairs, newest first',
    role: 'viewer',
    answer: OverviewRunResponse,
    list: true,
    problems: [databaseProblems.invalid_cursor],
  })
  listRuns(@Query() query: OverviewRunsQuery): Promise<Page<OverviewRunResponse>> {
    return this.runs.list(query);
  }
}
