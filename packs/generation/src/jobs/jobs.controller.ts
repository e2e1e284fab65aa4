import { Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '@trellis/access';
import { databaseProblems, type Page } from '@trellis/database';
import { IdParam } from '@trellis/http';
import { pipelineProblems } from '@trellis/pipeline';
import { generationProblems } from '../generation.problems.ts';
import { JobDetailsResponse, JobResponse, JobsQuery } from './job.dto.ts';
import { JobsService } from './jobs.service.ts';
import { SteerJobService } from './steer-job.service.ts';

const { job_not_found: missing, job_ended, job_open, no_room } = generationProblems;

@ApiTags('generation')
@Controller('jobs')
export class JobsController {
  constructor(
    private readonly jobs: JobsService,
    private readonly steering: SteerJobService,
  ) {}

  @Get()
  @Operation({
    id: 'listJobs',
    summary: 'List the jobs of all runs, newest first',
    role: 'viewer',
    answer: JobResponse,
    list: true,
    problems: [databaseProblems.invalid_cursor],
  })
  list(@Query() query: JobsQuery): Promise<Page<JobResponse>> {
    return this.jobs.list(query);
  }

  @Get(':id')
  @Operation({
    id: 'getJob',
    summary: 'Read a job with its attempts',
    role: 'viewer',
    answer: JobDetailsResponse,
    problems: [missing],
  })
  get(@IdParam() id: string): Promise<JobDetailsResponse> {
    return this.jobs.get(id);
  }

  @Delete(':id')
  @Operation({
    id: 'cancelJob',
    summary: 'Cancel a job; what is being made of it is ended, and thrown away',
    role: 'operator',
    status: 202,
    answer: JobDetailsResponse,
    problems: [missing, job_ended],
  })
  async cancel(@IdParam() id: string): Promise<JobDetailsResponse> {
    await this.steering.cancel(id);
    return this.jobs.get(id);
  }

  @Post(':id/retry')
  @Operation({
    id: 'retryJob',
    summary: 'Make a job that ended again, with another seed; the answer is the new job',
    role: 'operator',
    status: 202,
    answer: JobDetailsResponse,
    problems: [missing, job_open, no_room, pipelineProblems.run_closed],
  })
  async retry(@IdParam() id: string): Promise<JobDetailsResponse> {
    return this.jobs.get(await this.steering.retry(id));
  }
}
