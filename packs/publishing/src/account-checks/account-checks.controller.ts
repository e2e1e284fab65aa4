import { Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Operation } from '@trellis/access';
import { IdParam } from '@trellis/http';
import { publishingProblems } from '../publishing.problems.ts';
import { AccountCheckResponse } from './account-check.dto.ts';
import { CheckAccountService } from './check-account.service.ts';

@ApiTags('accounts')
@Controller('accounts/:id/check')
export class AccountChecksController {
  constructor(private readonly checks: CheckAccountService) {}

  @Post()
  @Operation({
    id: 'checkAccount',
    summary: 'Check whether the posts of an account would be published',
    role: 'operator',
    answer: AccountCheckResponse,
    problems: [publishingProblems.account_not_found],
  })
  check(@IdParam() id: string): Promise<AccountCheckResponse> {
    return this.checks.check(id);
  }
}
