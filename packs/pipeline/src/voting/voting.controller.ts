import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Actor, IdParam, Operation, type Page } from '@trellis/http';
import { NextPairQuery, NextPairResponse } from './next-pair.dto.ts';
import { NextPairService } from './next-pair.service.ts';
import { CastVoteDto, LoggedVoteResponse, VoteResponse, VotesQuery } from './vote.dto.ts';
import { VoteService } from './vote.service.ts';

const missing = '404 run_not_found' as const;

@ApiTags('voting')
@Controller('runs/:id')
export class VotingController {
  constructor(
    private readonly votes: VoteService,
    private readonly pairs: NextPairService,
  ) {}

  @Get('next-pair')
  @Operation({
    id: 'nextPair',
    summary: 'The pair to compare next, or why there is none',
    role: 'viewer',
    answer: NextPairResponse,
    problems: [missing],
  })
  next(@IdParam() id: string, @Query() query: NextPairQuery): Promise<NextPairResponse> {
    return this.pairs.find(id, NextPairQuery.pairsOf(query));
  }

  @Post('votes')
  @Operation({
    id: 'castVote',
    summary: 'Say which of two candidates is better, or that neither is',
    role: 'operator',
    status: 201,
    body: CastVoteDto,
    answer: VoteResponse,
    problems: [missing, '409 run_closed', '409 already_voted', '422 not_comparable', '422 candidate_not_found'],
  })
  async cast(@IdParam() id: string, @Body() dto: CastVoteDto, @Actor() actor: string): Promise<VoteResponse> {
    return VoteResponse.of(await this.votes.cast(id, dto, actor));
  }

  @Get('votes')
  @Operation({
    id: 'listVotes',
    summary: 'List the votes of a run, newest first',
    role: 'viewer',
    answer: LoggedVoteResponse,
    list: true,
    problems: [missing, '400 invalid_cursor'],
  })
  async list(@IdParam() id: string, @Query() query: VotesQuery): Promise<Page<LoggedVoteResponse>> {
    const { items, nextCursor } = await this.votes.list(id, query);
    return { items: items.map((vote) => LoggedVoteResponse.of(vote)), nextCursor };
  }

  @Delete('votes/latest')
  @Operation({
    id: 'undoVote',
    summary: 'Take the latest vote back',
    role: 'operator',
    answer: VoteResponse,
    problems: [missing, '409 run_closed', '409 nothing_to_undo'],
  })
  async undo(@IdParam() id: string): Promise<VoteResponse> {
    return VoteResponse.of(await this.votes.undo(id));
  }
}
