import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam } from '@trellis/http';
import { inBody } from '@trellis/kernel';
import { databaseProblems, type Page } from '@trellis/database';
import { Actor, Operation } from '@trellis/access';
import { NextPairQuery, NextPairResponse } from './next-pair.dto.ts';
import { NextPairService } from './next-pair.service.ts';
import { CastVoteDto, LoggedVoteResponse, VoteResponse, VotesQuery } from './vote.dto.ts';
import { VotesService } from './votes.service.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

const missing = pipelineProblems.run_not_found;

@ApiTags('voting')
@Controller('runs/:id')
export class VotingController {
  constructor(
    private readonly votes: VotesService,
    private readonly pairs: NextPairService,
  ) {}

  @Get('next-pair')
  @Operation({
    id: 'nextPair',
    summary: 'Read the next pair to vote on',
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
    summary: 'Cast a vote',
    role: 'operator',
    status: 201,
    body: CastVoteDto,
    answer: VoteResponse,
    problems: [
      missing,
      pipelineProblems.run_closed,
      pipelineProblems.already_voted,
      pipelineProblems.not_comparable,
      inBody(pipelineProblems.candidate_not_found),
    ],
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
    problems: [missing, databaseProblems.invalid_cursor],
  })
  async list(@IdParam() id: string, @Query() query: VotesQuery): Promise<Page<LoggedVoteResponse>> {
    const { items, nextCursor } = await this.votes.list(id, query);
    return { items: items.map((vote) => LoggedVoteResponse.of(vote)), nextCursor };
  }

  @Delete('votes/latest')
  @Operation({
    id: 'undoVote',
    summary: 'Undo the latest vote',
    role: 'operator',
    answer: VoteResponse,
    problems: [missing, pipelineProblems.run_closed, pipelineProblems.nothing_to_undo],
  })
  async undo(@IdParam() id: string): Promise<VoteResponse> {
    return VoteResponse.of(await this.votes.undo(id));
  }
}
