import { Controller, Delete, Post } from '@nestjs/common';
import { ApiProperty, ApiTags } from '@nestjs/swagger';
import { IdParam } from '@trellis/http';
import { Operation } from '@trellis/access';
import { CandidateResponse } from './candidate.dto.ts';
import { RejectCandidateService } from './reject-candidate.service.ts';
import { pipelineProblems } from '../pipeline.problems.ts';

class RejectionResponse {
  static readonly example = { rejected: 1, rejectedIds: ['01890a5d-ac96-774b-bcce-b302099a805c'] };

  @ApiProperty({ type: Number, description: 'how many changed: the candidate and what was made from it' })
  rejected!: number;

  @ApiProperty({ type: [String], description: 'those that changed, for undoing exactly this' })
  rejectedIds!: string[];
}

@ApiTags('candidates')
@Controller('candidates/:id/rejection')
export class RejectionController {
  constructor(private readonly rejection: RejectCandidateService) {}

  @Post()
  @Operation({
    id: 'rejectCandidate',
    summary: 'Reject a candidate with everything that was made from it',
    role: 'operator',
    answer: RejectionResponse,
    problems: [pipelineProblems.candidate_not_found, pipelineProblems.run_closed, pipelineProblems.winner_in_branch],
  })
  async reject(@IdParam() id: string): Promise<RejectionResponse> {
    const rejectedIds = await this.rejection.reject(id);
    return { rejected: rejectedIds.length, rejectedIds };
  }

  @Delete()
  @Operation({
    id: 'liftRejection',
    summary: 'Lift the rejection of a candidate',
    role: 'operator',
    answer: CandidateResponse,
    problems: [pipelineProblems.candidate_not_found, pipelineProblems.run_closed, pipelineProblems.candidate_rejected],
  })
  async lift(@IdParam() id: string): Promise<CandidateResponse> {
    return CandidateResponse.of(await this.rejection.lift(id));
  }
}
