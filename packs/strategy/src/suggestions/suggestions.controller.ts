import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Actor, Operation } from '@trellis/access';
import { clusteringProblems } from '@trellis/clustering';
import { databaseProblems, editingProblems, orStale, type Page } from '@trellis/database';
import { IdParam, IfMatch } from '@trellis/http';
import { contentProblems, inBody } from '@trellis/kernel';
import { personaProblems } from '@trellis/personas';
import { pipelineProblems } from '@trellis/pipeline';
import { strategyProblems } from '../strategy.problems.ts';
import { AcceptSuggestionService } from './accept-suggestion.service.ts';
import {
  AcceptanceDto,
  AcceptanceResponse,
  SuggestionResponse,
  SuggestionsQuery,
  UpdateSuggestionDto,
} from './suggestion.dto.ts';
import { SuggestionsService } from './suggestions.service.ts';

const missing = strategyProblems.suggestion_not_found;
const closed = strategyProblems.suggestion_closed;

@ApiTags('strategy')
@Controller()
export class SuggestionsController {
  constructor(
    private readonly suggestions: SuggestionsService,
    private readonly acceptance: AcceptSuggestionService,
  ) {}

  @Get('personas/:id/suggestions')
  @Operation({
    id: 'listSuggestions',
    summary: 'List the ideas for a persona, newest first',
    role: 'viewer',
    answer: SuggestionResponse,
    list: true,
    problems: [personaProblems.persona_not_found, databaseProblems.invalid_cursor],
  })
  list(@IdParam() id: string, @Query() query: SuggestionsQuery): Promise<Page<SuggestionResponse>> {
    return this.suggestions.list(id, query);
  }

  @Patch('suggestions/:id')
  @Operation({
    id: 'updateSuggestion',
    summary: 'Change the texts of an idea that is not decided',
    role: 'operator',
    body: UpdateSuggestionDto,
    answer: SuggestionResponse,
    problems: [missing, closed, contentProblems.policy_blocked, editingProblems.stale],
  })
  update(
    @IdParam() id: string,
    @Body() changes: UpdateSuggestionDto,
    @IfMatch() seen: Date | undefined,
    @Actor() actor: string,
  ): Promise<SuggestionResponse> {
    const updating = this.suggestions.update(id, { ...changes }, actor, seen);
    return orStale(updating, () => this.suggestions.get(id));
  }

  @Post('suggestions/:id/acceptance')
  @Operation({
    id: 'acceptSuggestion',
    summary: 'Make an idea a cluster, and a run where a pipeline is named. Repeating it answers with the same ids',
    role: 'operator',
    status: 200,
    body: AcceptanceDto,
    answer: AcceptanceResponse,
    problems: [
      ...[missing, closed, clusteringProblems.name_taken, contentProblems.policy_blocked],
      ...[inBody(clusteringProblems.cluster_not_found), inBody(pipelineProblems.pipeline_not_found)],
    ],
  })
  accept(@IdParam() id: string, @Body() order: AcceptanceDto, @Actor() actor: string): Promise<AcceptanceResponse> {
    return this.acceptance.execute(id, order, actor);
  }

  @Post('suggestions/:id/rejection')
  @Operation({
    id: 'rejectSuggestion',
    summary: 'Put an idea aside',
    role: 'operator',
    status: 200,
    answer: SuggestionResponse,
    problems: [missing, closed],
  })
  reject(@IdParam() id: string, @Actor() actor: string): Promise<SuggestionResponse> {
    return this.suggestions.reject(id, actor);
  }
}
