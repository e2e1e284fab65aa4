import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam } from '@trellis/http';
import { pipelineProblems } from '@trellis/pipeline';
import { databaseProblems, type Page } from '@trellis/database';
import { Actor, Operation } from '@trellis/access';
import {
  ListedLinkResponse,
  LinksQuery,
  RetriedLinksResponse,
  RetryLinksDto,
  RunLinkResponse,
  orderOf,
} from './link.dto.ts';
import { LinksService } from './links.service.ts';
import { RetryLinksService } from './retry-links.service.ts';

@ApiTags('links')
@Controller()
export class LinksController {
  constructor(
    private readonly links: LinksService,
    private readonly retries: RetryLinksService,
  ) {}

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
    answer: ListedLinkResponse,
    list: true,
    problems: [databaseProblems.invalid_cursor],
  })
  list(@Query() query: LinksQuery): Promise<Page<ListedLinkResponse>> {
    return this.links.list(query);
  }

  @Post('links/retries')
  @Operation({
    id: 'retryLinks',
    summary: 'Request new attempts for many links: of these runs, or in this state for this reason; at most 10,000',
    role: 'operator',
    status: 202,
    body: RetryLinksDto,
    answer: RetriedLinksResponse,
  })
  async retryMany(@Body() dto: RetryLinksDto, @Actor() actor: string): Promise<RetriedLinksResponse> {
    return { asked: await this.retries.execute(orderOf(dto), actor) };
  }
}
