import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam, IfMatch } from '@trellis/http';
import { personaProblems } from '@trellis/personas';
import { contentProblems, inBody } from '@trellis/kernel';
import { databaseProblems, editingProblems, orStale, type Page } from '@trellis/database';
import { Actor, Operation } from '@trellis/access';
import { CompleteRunService } from './complete-run.service.ts';
import { FailRunService } from './fail-run.service.ts';
import { CreateRunDto, FailRunDto, RunResponse, RunsQuery, UpdateRunDto } from './run.dto.ts';
import { RunsService } from './runs.service.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

const missing = pipelineProblems.run_not_found;
const references = [
  inBody(personaProblems.persona_not_found),
  inBody(pipelineProblems.cluster_not_found),
  personaProblems.persona_mismatch,
] as const;

@ApiTags('runs')
@Controller('runs')
export class RunsController {
  constructor(
    private readonly runs: RunsService,
    private readonly completion: CompleteRunService,
    private readonly failure: FailRunService,
  ) {}

  @Get()
  @Operation({
    id: 'listRuns',
    summary: 'List runs, newest first',
    role: 'viewer',
    answer: RunResponse,
    list: true,
    problems: [databaseProblems.invalid_cursor],
  })
  list(@Query() query: RunsQuery): Promise<Page<RunResponse>> {
    return this.runs.list(query);
  }

  @Get(':id')
  @Operation({ id: 'getRun', summary: 'Read a run', role: 'viewer', answer: RunResponse, problems: [missing] })
  get(@IdParam() id: string): Promise<RunResponse> {
    return this.runs.get(id);
  }

  @Post()
  @Operation({
    id: 'createRun',
    summary: 'Create a run',
    role: 'operator',
    status: 201,
    body: CreateRunDto,
    answer: RunResponse,
    problems: [inBody(pipelineProblems.pipeline_not_found), ...references, contentProblems.policy_blocked],
  })
  create(@Body() dto: CreateRunDto): Promise<RunResponse> {
    return this.runs.create(dto);
  }

  @Patch(':id')
  @Operation({
    id: 'updateRun',
    summary: 'Update the given fields. The cluster of a completed run may change too',
    role: 'operator',
    body: UpdateRunDto,
    answer: RunResponse,
    problems: [
      missing,
      pipelineProblems.run_closed,
      editingProblems.stale,
      ...references,
      contentProblems.policy_blocked,
    ],
  })
  update(
    @IdParam() id: string,
    @Body() dto: UpdateRunDto,
    @IfMatch() seen: Date | undefined,
    @Actor() actor: string,
  ): Promise<RunResponse> {
    return orStale(this.runs.update(id, dto, actor, seen), () => this.runs.get(id));
  }

  @Delete(':id')
  @Operation({
    id: 'deleteRun',
    summary: 'Delete a run with its candidates. Its photo stays',
    role: 'admin',
    status: 204,
    problems: [missing],
  })
  delete(@IdParam() id: string, @Actor() actor: string): Promise<void> {
    return this.runs.delete(id, actor);
  }

  @Post(':id/completion')
  @Operation({
    id: 'completeRun',
    summary: 'Complete a run. Its winner becomes a photo in its cluster',
    role: 'operator',
    answer: RunResponse,
    problems: [missing, pipelineProblems.illegal_transition],
  })
  async complete(@IdParam() id: string, @Actor() actor: string): Promise<RunResponse> {
    await this.completion.execute(id, actor);
    return this.runs.get(id);
  }

  @Post(':id/failure')
  @Operation({
    id: 'failRun',
    summary: 'Mark a run as failed',
    role: 'operator',
    body: FailRunDto,
    answer: RunResponse,
    problems: [missing, pipelineProblems.illegal_transition],
  })
  async fail(@IdParam() id: string, @Body() { reason }: FailRunDto, @Actor() actor: string): Promise<RunResponse> {
    await this.failure.fail(id, reason, actor);
    return this.runs.get(id);
  }

  @Post(':id/retry')
  @Operation({
    id: 'retryRun',
    summary: 'Reopen a failed run',
    role: 'operator',
    answer: RunResponse,
    problems: [missing, pipelineProblems.illegal_transition],
  })
  async retry(@IdParam() id: string, @Actor() actor: string): Promise<RunResponse> {
    await this.failure.retry(id, actor);
    return this.runs.get(id);
  }
}
