import { Body, Controller, Delete, Get, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Operation } from '@trellis/access';
import { TrellisConfig } from '@trellis/config';
import { databaseProblems, type Page } from '@trellis/database';
import { Id, IdParam, OptionalFlag, PageQuery } from '@trellis/http';
import { acting, inBody } from '@trellis/kernel';
import { personaProblems } from '@trellis/personas';
import { publishingProblems } from '../publishing.problems.ts';
import { FeedsService, type FeedView } from './feeds.service.ts';
import { IcsService } from './ics.service.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const missing = publishingProblems.feed_not_found;

export class CreateFeedDto {
  static readonly example = { personaId: ID, captions: false };

  @Id()
  personaId!: string;

  @OptionalFlag({ default: false, description: 'whether the entries have captions' })
  captions?: boolean;
}

export class CreatedFeedResponse {
  static readonly example = { id: ID, url: 'https://trellis.example.org/api/v1/calendar/….ics' };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, description: 'shown once; whoever knows it reads the calendar' }) url!: string;
}

export class FeedResponse implements FeedView {
  static readonly example = {
    id: ID,
    personaId: ID,
    keyId: ID,
    captions: false,
    createdAt: '2026-11-23T10:00:00.000Z',
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'uuid' }) personaId!: string;
  @ApiProperty({ type: String, format: 'uuid', description: 'the feed ends with this key' }) keyId!: string;
  @ApiProperty({ type: Boolean }) captions!: boolean;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
}

@ApiTags('calendar')
@Controller()
export class FeedsController {
  constructor(
    private readonly feeds: FeedsService,
    private readonly ics: IcsService,
    private readonly config: TrellisConfig,
  ) {}

  @Get('calendar-feeds')
  @Operation({
    id: 'listCalendarFeeds',
    summary: 'List the secret addresses of calendars, without their secrets, oldest first',
    role: 'viewer',
    answer: FeedResponse,
    list: true,
    problems: [databaseProblems.invalid_cursor],
  })
  list(@Query() page: PageQuery): Promise<Page<FeedResponse>> {
    return this.feeds.list(page);
  }

  @Post('calendar-feeds')
  @Operation({
    id: 'createCalendarFeed',
    summary: 'Create a secret address for calendar programs. It ends with the key that created it',
    role: 'operator',
    status: 201,
    body: CreateFeedDto,
    answer: CreatedFeedResponse,
    secretAnswer: true,
    problems: [inBody(personaProblems.persona_not_found)],
  })
  async create(
    @Body() { personaId, captions = false }: CreateFeedDto,
    @Req() { protocol, host }: FastifyRequest,
  ): Promise<CreatedFeedResponse> {
    const { id, token } = await this.feeds.create(personaId, captions, acting()?.id as string);
    const base = this.config.PUBLIC_API_URL?.replace(/\/+$/, '') ?? `${protocol}://${host}`;
    return { id, url: `${base}/api/v1/calendar/${token}.ics` };
  }

  @Delete('calendar-feeds/:id')
  @Operation({
    id: 'deleteCalendarFeed',
    summary: 'End a secret address',
    role: 'operator',
    status: 204,
    problems: [missing],
  })
  delete(@IdParam() id: string): Promise<void> {
    return this.feeds.delete(id);
  }

  @Get('calendar/:token.ics')
  @Operation({
    id: 'readCalendarFeed',
    summary: 'Read a calendar by its secret address, without a key: 90 days back, 365 ahead',
    role: 'none',
    file: ['text/calendar'],
    problems: [missing],
  })
  async read(@Param('token') token: string, @Res() reply: FastifyReply): Promise<void> {
    const text = await this.ics.read(token);
    await reply
      .header('content-type', 'text/calendar; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('x-robots-tag', 'noindex')
      .send(text);
  }
}
