import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsUUID } from 'class-validator';
import type { Standings, RankedCandidate } from './standings.service.ts';

export class StandingsQuery {
  @ApiPropertyOptional({
    format: 'uuid',
    description: 'default: the highest step with a candidate that is not rejected',
  })
  @IsOptional()
  @IsUUID()
  stepId?: string;
}

export class RankedCandidateResponse implements RankedCandidate {
  @ApiProperty({ type: Number }) rank!: number;
  @ApiProperty({ format: 'uuid' }) candidateId!: string;
  @ApiProperty({ type: Number }) elo!: number;
  @ApiProperty({ type: Number }) votes!: number;
  @ApiProperty({ type: Number }) wins!: number;
}

export class StandingsResponse implements Standings {
  static readonly example = {
    stepId: '01890a5d-ac96-774b-bcce-b302099a805a',
    items: [{ rank: 1, candidateId: '01890a5d-ac96-774b-bcce-b302099a805c', elo: 1048, votes: 7, wins: 6 }],
    settled: false,
    votesToGo: 12,
  };

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'null without a candidate' })
  stepId!: string | null;
  @ApiProperty({ type: [RankedCandidateResponse], description: 'best first, at most 200' })
  items!: RankedCandidateResponse[];
  @ApiProperty({ type: Boolean, description: 'The order of the best three no longer changes' }) settled!: boolean;
  @ApiProperty({ type: Number, description: 'at most, until it is settled' }) votesToGo!: number;
}
