import { Controller, Get, Post, Query } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { Operation } from '@trellis/access';
import { databaseProblems, type Page } from '@trellis/database';
import { IdParam, PageQuery } from '@trellis/http';
import { publishingProblems } from '../publishing.problems.ts';
import { CaptionDraftsService, type CaptionDraftView } from './caption-drafts.service.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const missing = publishingProblems.post_not_found;

export class CaptionDraftResponse implements CaptionDraftView {
  static readonly example = {
    id: ID,
    source: 'template',
    caption: 'A bottle on a table at dusk.',
    hashtags: ['northquay'],
    createdAt: '2026-11-23T10:00:00.000Z',
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['ai', 'template', 'user'] }) source!: CaptionDraftView['source'];
  @ApiProperty({ type: String }) caption!: string;
  @ApiProperty({ type: [String] }) hashtags!: string[];
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
}

export class AskedDraftsResponse {
  static readonly example = { asked: 3 };

  @ApiProperty({ type: Number, description: 'how many will be there' }) asked!: number;
}

@ApiTags('captions')
@Controller('posts/:id/caption-drafts')
export class CaptionDraftsController {
  constructor(private readonly drafts: CaptionDraftsService) {}

  @Post()
  @Operation({
    id: 'draftCaptions',
    summary: 'Have one to three captions written for a post',
    role: 'operator',
    status: 202,
    answer: AskedDraftsResponse,
    problems: [missing],
  })
  async write(@IdParam() id: string): Promise<AskedDraftsResponse> {
    return { asked: await this.drafts.write(id) };
  }

  @Get()
  @Operation({
    id: 'listCaptionDrafts',
    summary: 'List the captions that were written for a post',
    role: 'viewer',
    answer: CaptionDraftResponse,
    list: true,
    problems: [missing, databaseProblems.invalid_cursor],
  })
  list(@IdParam() id: string, @Query() page: PageQuery): Promise<Page<CaptionDraftResponse>> {
    return this.drafts.list(id, page);
  }
}
