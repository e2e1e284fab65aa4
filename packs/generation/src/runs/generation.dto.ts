import { ApiProperty } from '@nestjs/swagger';
import { OptionalFlag, WholeNumber } from '@trellis/http';
import { shownStates, type GenerationView, type Progress, type ShownState } from './generation-view.ts';
import type { WaitingFor } from './waiting-for.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';

export class StartGenerationDto {
  static readonly example = { maxChildren: 4 };

  @WholeNumber(1, 100, { description: 'candidates of the base step, and children of each parent', example: 4 })
  maxChildren!: number;
}

export class PauseGenerationDto {
  static readonly example = { cancel: true };

  @OptionalFlag({ default: false, description: 'also cancels what is under way' })
  cancel?: boolean;
}

export class ProgressResponse implements Progress {
  @ApiProperty({ type: Number }) value!: number;
  @ApiProperty({ type: Number }) max!: number;
}

class BlockedResponse {
  @ApiProperty({ type: String, format: 'uuid', nullable: true }) stepId!: string | null;
  @ApiProperty({ type: String, description: 'in one word' }) reason!: string;
  @ApiProperty({ type: String, nullable: true, description: 'a sentence' }) detail!: string | null;
}

class JobCountsResponse {
  @ApiProperty({ type: Number, description: 'also those that wait for another attempt' }) queued!: number;
  @ApiProperty({ type: Number }) working!: number;
  @ApiProperty({ type: Number }) done!: number;
  @ApiProperty({ type: Number }) failed!: number;
  @ApiProperty({ type: Number }) cancelled!: number;
}

export class GenerationResponse implements GenerationView {
  static readonly example = {
    ...{ runId: ID, state: 'on', maxChildren: 4, waitingFor: 'approval', blocked: null },
    jobs: { queued: 0, working: 0, done: 4, failed: 1, cancelled: 0 },
    progress: null,
  };

  @ApiProperty({ type: String, format: 'uuid' }) runId!: string;
  @ApiProperty({ enum: shownStates, description: 'off: nothing was ever started' }) state!: ShownState;
  @ApiProperty({ type: Number, nullable: true }) maxChildren!: number | null;
  @ApiProperty({
    enum: ['approval', 'complete', 'server', 'retry'],
    nullable: true,
    description: 'why nothing is made at the moment; null: something is, or the state is not on',
  })
  waitingFor!: WaitingFor | null;
  @ApiProperty({ type: BlockedResponse, nullable: true }) blocked!: BlockedResponse | null;
  @ApiProperty({ type: JobCountsResponse }) jobs!: JobCountsResponse;
  @ApiProperty({ type: ProgressResponse, nullable: true, description: 'steps of the picture that is being made' })
  progress!: ProgressResponse | null;
}
