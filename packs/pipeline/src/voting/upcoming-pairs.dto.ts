import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { NextPairQuery, OfferedPair } from './next-pair.dto.ts';
import type { PairWish, UpcomingPairs } from './upcoming-pairs.service.ts';
import { VoteResponse } from './vote.dto.ts';

const AHEAD = { message: 'must be a whole number from 1 to 8' };

export class UpcomingPairsQuery extends NextPairQuery {
  @ApiPropertyOptional({ type: Number, minimum: 1, maximum: 8, description: 'how many pairs' })
  @IsOptional()
  @Type(() => Number)
  @IsInt(AHEAD)
  @Min(1, AHEAD)
  @Max(8, AHEAD)
  ahead?: number;

  @ApiPropertyOptional({ type: String, format: 'uuid', description: 'only pairs of this step' })
  @IsOptional()
  @IsUUID()
  stepId?: string;

  /** Pairs to skip, and the step to keep to. */
  static wishOf(query: UpcomingPairsQuery): PairWish {
    return { skip: NextPairQuery.pairsOf(query), stepId: query.stepId?.toLowerCase() };
  }
}

/** Without scores, which would bias the votes. */
export class UpcomingPairsResponse implements UpcomingPairs {
  static readonly example = {
    pairs: [
      {
        stepId: '01890a5d-ac96-774b-bcce-b302099a805a',
        a: { id: '01890a5d-ac96-774b-bcce-b302099a805c' },
        b: { id: '01890a5d-ac96-774b-bcce-b302099a8062' },
      },
    ],
    reason: null,
    votesCast: 12,
    activeCandidates: 30,
    openPairs: 423,
  };

  @ApiProperty({ type: [OfferedPair], description: 'each chosen as if those before it had a vote' })
  pairs!: OfferedPair[];
  @ApiProperty({ type: String, enum: ['no_candidates', 'all_voted'], nullable: true }) reason!: UpcomingPairs['reason'];
  @ApiProperty({ type: Number, description: 'of the run, without undone votes' }) votesCast!: number;
  @ApiProperty({ type: Number, description: 'of the run, on every step' }) activeCandidates!: number;
  @ApiProperty({ type: Number, description: 'of the run, on every step' }) openPairs!: number;
}

/** A vote, and with `ahead` the next pairs. */
export class CastVoteResponse extends VoteResponse implements Partial<UpcomingPairs> {
  @ApiPropertyOptional({ type: [OfferedPair], description: 'with ahead: the next pairs' }) pairs?: OfferedPair[];
  @ApiPropertyOptional({ type: String, enum: ['no_candidates', 'all_voted'], nullable: true })
  reason?: UpcomingPairs['reason'];
  @ApiPropertyOptional({ type: Number }) votesCast?: number;
  @ApiPropertyOptional({ type: Number }) activeCandidates?: number;
  @ApiPropertyOptional({ type: Number }) openPairs?: number;
}
