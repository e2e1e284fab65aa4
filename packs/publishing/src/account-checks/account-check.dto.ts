import { ApiProperty } from '@nestjs/swagger';
import { providerNames, type ProviderName } from '../accounts/account.entity.ts';
import { ProblemOfPost } from '../problems/problem-of-post.dto.ts';
import type { AccountCheck } from './check-account.service.ts';

const ID = '01890a5d-ac96-774b-bcce-b302099a8057';

export class AccountCheckResponse implements AccountCheck {
  static readonly example = {
    accountId: ID,
    name: 'north quay on Instagram',
    provider: 'manual',
    ok: true,
    problems: [],
  };

  @ApiProperty({ type: String, format: 'uuid' }) accountId!: string;
  @ApiProperty({ type: String }) name!: string;
  @ApiProperty({ enum: providerNames }) provider!: ProviderName;
  @ApiProperty({ type: Boolean }) ok!: boolean;
  @ApiProperty({ type: [ProblemOfPost] }) problems!: ProblemOfPost[];
}
