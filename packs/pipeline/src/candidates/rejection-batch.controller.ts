import { Body, Controller, Delete, Post } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { Ids } from '@trellis/http';
import { Operation } from '@trellis/access';
import { RejectionBatchService, type RejectionResult } from './rejection-batch.service.ts';

class RejectionsDto {
  static readonly example = { ids: ['01890a5d-ac96-774b-bcce-b302099a805c'] };

  @Ids(200)
  ids!: string[];
}

class RejectionResultResponse implements RejectionResult {
  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ enum: ['done', 'refused'] }) status!: 'done' | 'refused';
  @ApiProperty({ type: [String], description: 'those that changed, for undoing exactly this' }) rejectedIds!: string[];
  @ApiProperty({ type: String, nullable: true }) code!: string | null;
  @ApiProperty({ type: String, nullable: true }) detail!: string | null;
}

class RejectionResultsResponse {
  static readonly example = {
    results: [
      {
        id: '01890a5d-ac96-774b-bcce-b302099a805c',
        status: 'done',
        rejectedIds: ['01890a5d-ac96-774b-bcce-b302099a805c'],
        code: null,
        detail: null,
      },
    ],
  };

  @ApiProperty({ type: [RejectionResultResponse], description: 'In the order sent' })
  results!: RejectionResultResponse[];
}

@ApiTags('candidates')
@Controller('candidates/rejections')
export class RejectionBatchController {
  constructor(private readonly batch: RejectionBatchService) {}

  @Post()
  @Operation({
    id: 'rejectCandidates',
    summary: 'Reject many candidates, each with everything that was made from it',
    role: 'operator',
    status: 207,
    body: RejectionsDto,
    answer: RejectionResultsResponse,
  })
  async reject(@Body() { ids }: RejectionsDto): Promise<RejectionResultsResponse> {
    return { results: await this.batch.reject(ids) };
  }

  @Delete()
  @Operation({
    id: 'liftRejections',
    summary: 'Lift the rejection of many candidates',
    role: 'operator',
    status: 207,
    body: RejectionsDto,
    answer: RejectionResultsResponse,
  })
  async lift(@Body() { ids }: RejectionsDto): Promise<RejectionResultsResponse> {
    return { results: await this.batch.lift(ids) };
  }
}
