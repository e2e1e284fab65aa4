import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import type { RunStep } from './gates.service.ts';

const range = { message: 'must be a whole number from 1 to 10000' };

export class ApproveStepDto {
  static readonly example = { topK: 3 };

  @ApiPropertyOptional({
    type: Number,
    minimum: 1,
    maximum: 10_000,
    nullable: true,
    description: 'without it all advance',
  })
  @IsOptional()
  @IsInt(range)
  @Min(1, range)
  @Max(10_000, range)
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
