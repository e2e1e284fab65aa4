import { ApiProperty } from '@nestjs/swagger';
import { OptionalId, OptionalOneOf, PageQuery } from '@trellis/http';
import { attemptStates, type AttemptState } from '../states/attempt-state.ts';
import { ProgressResponse } from '../runs/generation.dto.ts';
import { jobStates, type JobReason, type JobState } from '../states/job-state.ts';
import type { AttemptView, JobDetails, JobView, OutputView } from './job-view.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const TIME = '2026-12-01T10:00:00.000Z';

export class JobsQuery extends PageQuery {
  @OptionalId()
  runId?: string;

  @OptionalOneOf(jobStates)
  state?: JobState;
}

export class JobResponse implements JobView {
  static readonly example: object = {
    ...{ id: ID, number: 7, runId: ID, runName: 'window light', stepId: ID, stepName: 'Base Image', parentId: null },
    ...{ state: 'working', reason: null, detail: null, attemptCount: 0, nextAttemptAt: null, cancelRequestedAt: null },
    ...{ server: 'workshop', progress: { value: 4, max: 20 }, candidateIds: [], retryOf: null },
    ...{ createdBy: 'system:generation', createdAt: TIME, endedAt: null },
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: Number, description: 'fills {{job_id}}' }) number!: number;
  @ApiProperty({ type: String, format: 'uuid' }) runId!: string;
  @ApiProperty({ type: String }) runName!: string;
  @ApiProperty({ type: String, format: 'uuid' }) stepId!: string;
  @ApiProperty({ type: String }) stepName!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) parentId!: string | null;
  @ApiProperty({ enum: jobStates, description: 'waiting: for another attempt' }) state!: JobState;
  @ApiProperty({ type: String, nullable: true, description: 'why it failed or was cancelled, in one word' })
  reason!: JobReason | null;
  @ApiProperty({ type: String, nullable: true, description: 'what its last attempt ended with, as the server said it' })
  detail!: string | null;
  @ApiProperty({ type: Number, description: 'ended ones that a server took; at most 5' }) attemptCount!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) nextAttemptAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) cancelRequestedAt!: Date | null;
  @ApiProperty({ type: String, nullable: true, description: 'where it is being made' }) server!: string | null;
  @ApiProperty({ type: ProgressResponse, nullable: true }) progress!: ProgressResponse | null;
  @ApiProperty({ type: [String], format: 'uuid', description: 'what came of it' }) candidateIds!: string[];
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) retryOf!: string | null;
  @ApiProperty({ type: String }) createdBy!: string;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) endedAt!: Date | null;
}

class AttemptServerResponse {
  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'null: it was removed since' })
  id!: string | null;
  @ApiProperty({ type: String }) name!: string;
}

class AttemptErrorResponse {
  @ApiProperty({ type: String, nullable: true, description: 'as the server calls it' }) type!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'the node' }) node!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'one line, at most 500 characters' }) message!:
    string | null;
}

class AttemptResponse implements AttemptView {
  @ApiProperty({ type: String, format: 'uuid', description: 'the prompt_id on the server' }) id!: string;
  @ApiProperty({ type: AttemptServerResponse }) server!: AttemptServerResponse;
  @ApiProperty({ enum: attemptStates }) state!: AttemptState;
  @ApiProperty({ type: String, format: 'date-time' }) sentAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) acceptedAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) runningAt!: Date | null;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) endedAt!: Date | null;
  @ApiProperty({ type: AttemptErrorResponse, nullable: true }) error!: AttemptErrorResponse | null;
}

class OutputResponse implements OutputView {
  @ApiProperty({ type: String, format: 'uuid' }) attemptId!: string;
  @ApiProperty({ type: String }) node!: string;
  @ApiProperty({ type: String, description: 'as the server calls it' }) filename!: string;
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) candidateId!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'why it is no candidate' }) refusal!: string | null;
}

export class JobDetailsResponse extends JobResponse implements JobDetails {
  static override readonly example: object = {
    ...JobResponse.example,
    attempts: [
      {
        ...{ id: ID, server: { id: ID, name: 'workshop' }, state: 'running', sentAt: TIME, acceptedAt: TIME },
        ...{ runningAt: TIME, endedAt: null, error: null },
      },
    ],
    outputs: [],
  };

  @ApiProperty({ type: [AttemptResponse] }) attempts!: AttemptResponse[];
  @ApiProperty({ type: [OutputResponse], description: 'the files of ended attempts' }) outputs!: OutputResponse[];
}
