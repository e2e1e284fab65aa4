import { Body, Controller, Get, Post, Query, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdParam, PageQuery, filesOf, type MultipartRequest } from '@trellis/http';
import { databaseProblems, mapPage, type Page } from '@trellis/database';
import { pipelineProblems } from '@trellis/pipeline';
import { RunResponse } from '@trellis/pipeline/api';
import { inBody, ValidationFailedError } from '@trellis/kernel';
import { Actor, Operation } from '@trellis/access';
import {
  ClusterPhotoResponse,
  CreateClusterRunDto,
  LinkedRunResponse,
  UploadResultsResponse,
} from './cluster-content.dto.ts';
import { ClusterContentService } from './cluster-content.service.ts';
import { clusteringProblems } from '../clustering.problems.ts';

const missing = clusteringProblems.cluster_not_found;
const files = { type: 'array', items: { type: 'string', format: 'binary' } };

@ApiTags('clusters')
@Controller('clusters/:id')
export class ClusterContentController {
  constructor(private readonly content: ClusterContentService) {}

  @Get('runs')
  @Operation({
    id: 'listClusterRuns',
    summary: 'List the runs of a cluster with their links',
    role: 'viewer',
    answer: LinkedRunResponse,
    list: true,
    problems: [missing, databaseProblems.invalid_cursor],
  })
  async runs(@IdParam() id: string, @Query() page: PageQuery): Promise<Page<LinkedRunResponse>> {
    return mapPage(await this.content.runs(id, page), ({ run, link }) => LinkedRunResponse.of(run, link));
  }

  @Get('photos')
  @Operation({
    id: 'listClusterPhotos',
    summary: 'List the photos of a cluster with their runs',
    role: 'viewer',
    answer: ClusterPhotoResponse,
    list: true,
    problems: [missing, databaseProblems.invalid_cursor],
  })
  async photos(@IdParam() id: string, @Query() page: PageQuery): Promise<Page<ClusterPhotoResponse>> {
    return mapPage(await this.content.photosOf(id, page), ({ photo, run }) => ClusterPhotoResponse.of(photo, run));
  }

  @Post('runs')
  @Operation({
    id: 'createClusterRun',
    summary: 'Create a run in the cluster',
    role: 'operator',
    status: 201,
    body: CreateClusterRunDto,
    answer: RunResponse,
    problems: [missing, inBody(pipelineProblems.pipeline_not_found)],
  })
  createRun(@IdParam() id: string, @Body() dto: CreateClusterRunDto): Promise<RunResponse> {
    return this.content.createRun(id, dto);
  }

  @Post('photos')
  @Operation({
    id: 'uploadPhotos',
    summary: 'Upload images. Each file is created or refused separately',
    role: 'operator',
    status: 207,
    content: { 'multipart/form-data': { schema: { type: 'object', required: ['files'], properties: { files } } } },
    answer: UploadResultsResponse,
    problems: [missing],
  })
  async upload(
    @IdParam() id: string,
    @Req() request: MultipartRequest,
    @Actor() actor: string,
  ): Promise<UploadResultsResponse> {
    const results = await this.content.upload(id, () => filesOf(request, 'files'), actor);
    if (results.length === 0)
      throw new ValidationFailedError([{ path: 'files', message: 'must hold at least one file' }]);
    return { results };
  }
}
