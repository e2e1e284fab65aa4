import { Body, Controller, Delete, Get, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam, IfMatch, PageQuery } from '@trellis/http';
import { databaseProblems, editingProblems, mapPage, orStale, type Page } from '@trellis/database';
import { inBody } from '@trellis/kernel';
import { Operation } from '@trellis/access';
import { CreatePipelineDto, PipelineResponse, UpdatePipelineDto } from './pipeline.dto.ts';
import { PipelinesService } from './pipelines.service.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

const missing = pipelineProblems.pipeline_not_found;

@ApiTags('pipelines')
@Controller('pipelines')
export class PipelinesController {
  constructor(private readonly pipelines: PipelinesService) {}

  @Get()
  @Operation({
    id: 'listPipelines',
    summary: 'List pipelines with their steps',
    role: 'viewer',
    answer: PipelineResponse,
    list: true,
    problems: [databaseProblems.invalid_cursor],
  })
  async list(@Query() page: PageQuery): Promise<Page<PipelineResponse>> {
    return mapPage(await this.pipelines.list(page), PipelineResponse.of);
  }

  @Get(':id')
  @Operation({
    id: 'getPipeline',
    summary: 'Read a pipeline with its steps',
    role: 'viewer',
    answer: PipelineResponse,
    problems: [missing],
  })
  async get(@IdParam() id: string): Promise<PipelineResponse> {
    return PipelineResponse.of(await this.pipelines.get(id));
  }

  @Post()
  @Operation({
    id: 'createPipeline',
    summary: 'Create a pipeline with its steps',
    role: 'operator',
    status: 201,
    body: CreatePipelineDto,
    answer: PipelineResponse,
    problems: [pipelineProblems.invalid_template],
  })
  async create(@Body() dto: CreatePipelineDto): Promise<PipelineResponse> {
    return PipelineResponse.of(await this.pipelines.create(dto));
  }

  @Patch(':id')
  @Operation({
    id: 'updatePipeline',
    summary: 'Update the given fields. `steps` replaces all steps',
    role: 'operator',
    body: UpdatePipelineDto,
    answer: PipelineResponse,
    problems: [
      missing,
      pipelineProblems.step_in_use,
      inBody(pipelineProblems.step_not_found),
      pipelineProblems.invalid_template,
      editingProblems.stale,
    ],
  })
  async update(
    @IdParam() id: string,
    @Body() dto: UpdatePipelineDto,
    @IfMatch() seen: Date | undefined,
  ): Promise<PipelineResponse> {
    const updating = this.pipelines.update(id, dto, seen);
    return PipelineResponse.of(await orStale(updating, () => this.get(id)));
  }

  @Delete(':id')
  @Operation({
    id: 'deletePipeline',
    summary: 'Delete a pipeline without runs',
    role: 'admin',
    status: 204,
    problems: [missing, pipelineProblems.in_use],
  })
  delete(@IdParam() id: string): Promise<void> {
    return this.pipelines.delete(id);
  }
}
