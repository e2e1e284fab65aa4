import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsOptional, IsUUID } from 'class-validator';
import { PageQuery, ToBoolean } from '@trellis/http';
import { outcomes, type Outcome } from './elo.ts';
import type { VoteEntity } from './vote.entity.ts';

const lower = ({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value);

export class CastVoteDto {
  static readonly example = {
    candidateA: '01890a5d-ac96-774b-bcce-b302099a805c',
    candidateB: '01890a5d-ac96-774b-bcce-b302099a8062',
    outcome: 'a',
  };

  @ApiProperty({ type: String, format: 'uuid' })
  @Transform(lower)
  @IsUUID(undefined, { message: 'must be a UUID' })
  candidateA!: string;

  @ApiProperty({ type: String, format: 'uuid' })
  @Transform(lower)
  @IsUUID(undefined, { message: 'must be a UUID' })
  candidateB!: string;

  @ApiProperty({ enum: outcomes })
  @IsIn(outcomes, { message: 'must be a, b or draw' })
  outcome!: Outcome;
}

export class VotesQuery extends PageQuery {
  @ApiPropertyOptional({ type: Boolean, description: 'true: only votes that were taken back' })
  @IsOptional()
  @ToBoolean()
  @IsBoolean({ message: 'must be true or false' })
  undone?: boolean;
}

class Scores {
  @ApiProperty({ type: Number }) a!: number;
  @ApiProperty({ type: Number }) b!: number;
}

export class VoteResponse {
  static readonly example: object = {
    id: '01890a5d-ac96-774b-bcce-b302099a8063',
    ...CastVoteDto.example,
    before: { a: 1000, b: 1000 },
    after: { a: 1016, b: 984 },
  };

  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
  @ApiProperty({ type: String, format: 'uuid' }) candidateA!: string;
  @ApiProperty({ type: String, format: 'uuid' }) candidateB!: string;
  @ApiProperty({ enum: outcomes }) outcome!: Outcome;
  @ApiProperty({ type: Scores }) before!: Scores;
  @ApiProperty({ type: Scores }) after!: Scores;

  static of(
    this: void,
    { id, candidateA, candidateB, outcome, scoreA: a, scoreB: b, deltaA, deltaB }: VoteEntity,
  ): VoteResponse {
    return { id, candidateA, candidateB, outcome, before: { a, b }, after: { a: a + deltaA, b: b + deltaB } };
  }
}

export class LoggedVoteResponse extends VoteResponse {
  static override readonly example: object = {
    ...VoteResponse.example,
    stepId: '01890a5d-ac96-774b-bcce-b302099a805a',
    actor: 'key:admin frontend',
    createdAt: '2026-11-23T10:00:00.000Z',
    undoneAt: null,
  };

  @ApiProperty({ type: String, format: 'uuid' }) stepId!: string;
  @ApiProperty({ type: String }) actor!: string;
  @ApiProperty({ type: String, format: 'date-time' }) createdAt!: Date;
  @ApiProperty({ type: String, format: 'date-time', nullable: true }) undoneAt!: Date | null;

  static override of(this: void, vote: VoteEntity): LoggedVoteResponse {
    const { stepId, actor, createdAt, undoneAt } = vote;
    return { ...VoteResponse.of(vote), stepId, actor, createdAt, undoneAt };
  }
}
