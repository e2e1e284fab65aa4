import { ApiProperty } from '@nestjs/swagger';
import { Id, OneOf, QueryFlag, PageQuery } from '@trellis/http';
import { outcomes, type Outcome } from './elo.ts';
import type { VoteEntity } from './vote.entity.ts';

export class CastVoteDto {
  static readonly example = {
    candidateA: '01890a5d-ac96-774b-bcce-b302099a805c',
    candidateB: '01890a5d-ac96-774b-bcce-b302099a8062',
    outcome: 'a',
  };

  @Id()
  candidateA!: string;

  @Id()
  candidateB!: string;

  @OneOf(outcomes)
  outcome!: Outcome;
}

export class VotesQuery extends PageQuery {
  @QueryFlag({ description: 'true: only undone votes' })
  undone?: boolean;
}

export class UndoVoteQuery {
  @QueryFlag({ description: 'true: also the vote of another key' })
  anyone?: boolean;
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
