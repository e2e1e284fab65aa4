import { ApiProperty } from '@nestjs/swagger';
import { OptionalWholeNumber } from '@trellis/http';
import type { RunStep } from './gates.service.ts';

export class ApproveStepDto {
  static readonly example = { topK: 3 };

  @OptionalWholeNumber(1, 10_000, { nullable: true, description: 'without it all candidates advance' })
  topK?: number | null;
}

export class RunStepResponse implements RunStep {
  static readonly example = {
    stepId: '01890a5d-ac96-774b-bcce-b302099a805a',
    name: 'Base image',
    position: 1,
    approvedAt: '2026-11-23T10:00:00.000Z',
    topK: 3,
    active: 8,
    rejected: 2,
    advancing: ['01890a5d-ac96-774b-bcce-b302099a805c'],
  };

  @ApiProperty({ type: String, format: 'uuid' }) stepId!: string;
  @ApiProperty({ type: String }) name!: string;
  @ApiProperty({ type: Number }) position!: number;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) approvedAt!: Date | null;
  @ApiProperty({ type: Number, nullable: true }) topK!: number | null;
  @ApiProperty({ type: Number }) active!: number;
  @ApiProperty({ type: Number }) rejected!: number;
  @ApiProperty({ type: [String], description: 'ids of candidates, best first; empty until approved' })
  advancing!: string[];
}
