import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsOptional, Matches } from 'class-validator';
import type { NextPair, Pair } from './next-pair.service.ts';

const ID = '[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}';
const split = ({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value);

export class NextPairQuery {
  @ApiPropertyOptional({ type: String, description: 'pairs to skip, at most 50: id:id,id:id' })
  @IsOptional()
  @Transform(split)
  @ArrayMaxSize(50, { message: 'must have at most 50 pairs' })
  @Matches(new RegExp(`^${ID}:${ID}$`), { each: true, message: 'must be pairs of ids, such as id:id,id:id' })
  skip?: string[];

  static pairsOf({ skip = [] }: NextPairQuery): Pair[] {
    return skip.map((pair): Pair => {
      const [a = '', b = ''] = pair.toLowerCase().split(':');
      return [a, b];
    });
  }
}

class Offered {
  @ApiProperty({ type: String, format: 'uuid' }) id!: string;
}

export class OfferedPair {
  @ApiProperty({ type: String, format: 'uuid' }) stepId!: string;
  @ApiProperty({ type: Offered }) a!: Offered;
  @ApiProperty({ type: Offered }) b!: Offered;
}

/** Without scores, which would bias the vote. */
export class NextPairResponse {
  static readonly example = {
    pair: {
      stepId: '01890a5d-ac96-774b-bcce-b302099a805a',
      a: { id: '01890a5d-ac96-774b-bcce-b302099a805c' },
      b: { id: '01890a5d-ac96-774b-bcce-b302099a8062' },
    },
    reason: null,
    votesCast: 12,
    activeCandidates: 30,
  };

  @ApiProperty({ type: OfferedPair, nullable: true }) pair!: OfferedPair | null;
  @ApiProperty({ type: String, enum: ['no_candidates', 'all_voted'], nullable: true }) reason!: NextPair['reason'];
  @ApiProperty({ type: Number, description: 'of the run, without undone votes' }) votesCast!: number;
  @ApiProperty({ type: Number, description: 'of the run, on every step' }) activeCandidates!: number;
}
