import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsCalendarDate, Optional, OptionalWholeNumber } from '@trellis/http';
import { actionKinds, type GapAction } from './gap-actions.ts';
import { reasonKeys, type GapReason } from './gap-reasons.ts';
import type { GapQuestion } from './gaps.service.ts';
import type { GapsView, PillarGapView } from './persona-gaps.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const statuses = ['not_in_horizon', 'no_demand', 'exhausted', 'covered', 'critical', 'low'];

/** In a body. */
export class GapQuestionDto implements GapQuestion {
  static readonly example = { asOf: '2026-12-01', horizonDays: 28 };

  @ApiPropertyOptional({ type: String, format: 'date', description: 'UTC; today by default' })
  @Optional()
  @IsCalendarDate()
  asOf?: string;

  @OptionalWholeNumber(1, 90, { default: 28 })
  horizonDays?: number;

  @OptionalWholeNumber(0, 200, { description: 'instead of the slots of its accounts, or its own field' })
  postsPerWeek?: number;
}

/** In an address. */
export class GapsQuery extends GapQuestionDto {
  @Type(() => Number)
  override horizonDays?: number;

  @Type(() => Number)
  override postsPerWeek?: number;
}

export class GapReasonResponse implements GapReason {
  @ApiProperty({ enum: reasonKeys }) key!: GapReason['key'];
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'numbers, dates and ids of the sentence',
  })
  params!: GapReason['params'];
}

export class PillarGapResponse implements PillarGapView {
  @ApiProperty({ type: String, format: 'uuid' }) pillarId!: string;
  @ApiProperty({ type: String }) name!: string;
  @ApiProperty({ type: Number, description: '1 to 5; 5 is the most important' }) priority!: number;
  @ApiProperty({ type: Number, description: 'of the horizon, on which the pillar is current' }) days!: number;
  @ApiProperty({ type: Number }) needed!: number;
  @ApiProperty({ type: Number, description: 'photos; one that several pillars share counts in parts' }) ready!: number;
  @ApiProperty({ type: Number, description: 'posts' }) planned!: number;
  @ApiProperty({ type: Number }) missing!: number;
  @ApiProperty({ type: Number, description: '0 to 1' }) supply!: number;
  @ApiProperty({ type: Number, description: '0 to 1' }) recency!: number;
  @ApiProperty({ type: Number, description: '0 to 1' }) plan!: number;
  @ApiProperty({ type: Number, description: '70 supply + 20 recency + 10 plan' }) score!: number;
  @ApiProperty({ enum: statuses }) status!: PillarGapView['status'];
  @ApiProperty({ type: Number, nullable: true }) daysOfCover!: number | null;
  @ApiProperty({ type: String, format: 'date', nullable: true }) lastsUntil!: string | null;
  @ApiProperty({ type: Number, description: 'missing × priority' }) impact!: number;
  @ApiProperty({ type: [GapReasonResponse] }) reasons!: GapReasonResponse[];
}

export class GapActionResponse implements GapAction {
  @ApiProperty({ enum: actionKinds }) do!: GapAction['do'];
  @ApiProperty({ type: String, format: 'uuid' }) pillarId!: string;
  @ApiProperty({ type: GapReasonResponse }) reason!: GapReasonResponse;
  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'of generate' }) clusterId?: string;
  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'of pick_winner' }) runId?: string;
  @ApiPropertyOptional({ type: [String], format: 'uuid', description: 'of crop and schedule' }) photoIds?: string[];
}

/** What live gaps and kept ones have in common. */
export class GapNumbersResponse {
  @ApiProperty({ type: String, format: 'uuid' }) personaId!: string;
  @ApiProperty({ type: String, format: 'date' }) asOf!: string;
  @ApiProperty({ type: Number }) horizonDays!: number;
  @ApiProperty({ type: Number }) postsPerWeek!: number;
  @ApiProperty({ type: Number, nullable: true, description: 'null when nothing is needed' }) score!: number | null;
  @ApiProperty({ type: Number }) needed!: number;
  @ApiProperty({ type: Number, description: 'photos, each once' }) ready!: number;
  @ApiProperty({ type: Number, description: 'posts' }) planned!: number;
  @ApiProperty({ type: Number }) missing!: number;
  @ApiProperty({ type: Boolean, description: 'more is needed than is posted' }) overcommitted!: boolean;
  @ApiProperty({ type: Number, description: '100 less the weights of current pillars' }) unplannedWeight!: number;
  @ApiProperty({ type: Number, description: 'photos that count for no pillar' }) homeless!: number;
  @ApiProperty({ type: [PillarGapResponse], description: 'the largest impact first' }) pillars!: PillarGapResponse[];
}

const reason: GapReason = { key: 'short', params: { missing: 4, needed: 8, have: 4 } };

export const numbersExample = {
  personaId: ID,
  asOf: '2026-12-01',
  horizonDays: 28,
  postsPerWeek: 5,
  ...{ score: 35, needed: 8, ready: 4, planned: 0, missing: 4, overcommitted: false, unplannedWeight: 60, homeless: 2 },
  pillars: [
    {
      ...{ pillarId: ID, name: 'Harbor mornings', priority: 3, days: 28, needed: 8, ready: 4, planned: 0, missing: 4 },
      ...{ supply: 0.5, recency: 0, plan: 0, score: 35, status: 'low', daysOfCover: 14, lastsUntil: '2026-12-15' },
      ...{ impact: 12, reasons: [reason] },
    },
  ],
};

export class GapsResponse extends GapNumbersResponse implements GapsView {
  static readonly example = { ...numbersExample, actions: [{ do: 'generate', pillarId: ID, reason, clusterId: ID }] };

  @ApiProperty({ type: [GapActionResponse], description: 'at most six, two of a pillar' })
  actions!: GapActionResponse[];
}
