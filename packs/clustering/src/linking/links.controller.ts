import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam } from '@trellis/http';
import { pipelineProblems } from '@trellis/pipeline';
import { databaseProblems, type Page } from '@trellis/database';
import { Actor, Operation } from '@trellis/access';
import { LinkResponse, LinksQuery, RunLinkResponse } from './link.dto.ts';
import { LinksService } from './links.service.ts';

@ApiTags('links')
@Controller()
export class LinksController {
  constructor(private readonly links: LinksService) {}

  @Get('runs/:id/link')
  @Operation({
    id: 'getLink',
    summary: 'Read the link of a run: its state and the reason',
    role: 'viewer',
    answer: RunLinkResponse,
    problems: [pipelineProblems.run_not_found],
  })
  get(@IdParam() id: string): Promise<RunLinkResponse> {
    return this.links.get(id);
  }

  @Post('runs/:id/link')
  @Operation({
    id: 'retryLink',
    summary: 'Request a new attempt to link',
    role: 'operator',
    status: 202,
    answer: RunLinkResponse,
    problems: [pipelineProblems.run_not_found],
  })
  retry(@IdParam() id: string, @Actor() actor: string): Promise<RunLinkResponse> {
    return this.links.retry(id, actor);
  }

  @Get('links')
  @Operation({
    id: 'listLinks',
    summary: 'List links, newest first',
    role: 'viewer',
    answer: LinkResponse,
    list: true,
    problems: [databaseProblems.invalid_cursor],
  })
  list(@Query() query: LinksQuery): Promise<Page<LinkResponse>> {
    return this.links.list(query);
  }
}
