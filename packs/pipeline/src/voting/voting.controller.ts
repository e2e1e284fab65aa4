import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam } from '@trellis/http';
import { inBody } from '@trellis/kernel';
import { databaseProblems, mapPage, type Page } from '@trellis/database';
import { Actor, Operation } from '@trellis/access';
import { NextPairQuery, NextPairResponse } from './next-pair.dto.ts';
import { NextPairService } from './next-pair.service.ts';
import { CastVoteResponse, UpcomingPairsQuery, UpcomingPairsResponse } from './upcoming-pairs.dto.ts';
import { UpcomingPairsService } from './upcoming-pairs.service.ts';
import { CastVoteDto, LoggedVoteResponse, UndoVoteQuery, VoteResponse, VotesQuery } from './vote.dto.ts';
import { VotesService } from './votes.service.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

const missing = pipelineProblems.run_not_found;

@ApiTags('voting')
@Controller('runs/:id')
export class VotingController {
  constructor(
    private readonly votes: VotesService,
    private readonly pairs: NextPairService,
    private readonly upcoming: UpcomingPairsService,
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

  @Get('pairs')
  @Operation({
    id: 'upcomingPairs',
    summary: 'Read the next pairs to vote on, each as if those before it had a vote',
    role: 'viewer',
    answer: UpcomingPairsResponse,
    problems: [missing],
  })
  ahead(@IdParam() id: string, @Query() query: UpcomingPairsQuery): Promise<UpcomingPairsResponse> {
    return this.upcoming.find(id, query.ahead ?? 1, UpcomingPairsQuery.wishOf(query));
  }

  @Post('votes')
  @Operation({
    id: 'castVote',
    summary: 'Cast a vote, and with ahead read the next pairs',
    role: 'operator',
    status: 201,
    body: CastVoteDto,
    answer: CastVoteResponse,
    problems: [
      missing,
      pipelineProblems.run_closed,
      pipelineProblems.already_voted,
      pipelineProblems.not_comparable,
      inBody(pipelineProblems.candidate_not_found),
    ],
  })
  async cast(
    @IdParam() id: string,
    @Query() query: UpcomingPairsQuery,
    @Body() dto: CastVoteDto,
    @Actor() actor: string,
  ): Promise<CastVoteResponse> {
    const vote = VoteResponse.of(await this.votes.cast(id, dto, actor));
    if (query.ahead === undefined) return vote;
    return { ...vote, ...(await this.upcoming.find(id, query.ahead, UpcomingPairsQuery.wishOf(query))) };
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
    return mapPage(await this.votes.list(id, query), LoggedVoteResponse.of);
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
  @Delete('votes/:voteId')
  @Operation({
    id: 'undoOwnVote',
    summary: 'Undo this vote when it is the latest, and of the same key',
    role: 'operator',
    answer: VoteResponse,
    problems: [
      missing,
      pipelineProblems.vote_not_found,
      pipelineProblems.run_closed,
      pipelineProblems.not_latest,
      pipelineProblems.not_own_vote,
    ],
  })
  async undoOwn(
    @IdParam() id: string,
    @IdParam('voteId') voteId: string,
    @Query() query: UndoVoteQuery,
  ): Promise<VoteResponse> {
    return VoteResponse.of(await this.votes.undoOwn(id, voteId, query));
  }
}
