import { Injectable } from '@nestjs/common';
import { Database, FIRST_ID, keysetRows } from '@trellis/database';
import type { PostProblem } from '../problems/post-problem.ts';
import { Providers } from '../registry/providers.ts';
import { AccountsService } from '../accounts/accounts.service.ts';
import type { ProviderName } from '../accounts/account.entity.ts';

const PAGE = 100;
const IDS = `select id from publish_accounts where id > $1 order by id limit ${PAGE}`;

export interface AccountCheck {
  accountId: string;
  name: string;
  provider: ProviderName;
  ok: boolean;
  problems: PostProblem[];
}

/** Whether the posts of an account would be published. */
@Injectable()
export class CheckAccountService {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountsService,
    private readonly providers: Providers,
  ) {}

  /** @throws DomainError account_not_found */
  async check(id: string): Promise<AccountCheck> {
    const account = await this.accounts.find(this.database.manager, id);
    const { provider, name, pausedAt, pauseReason } = account;
    const paused = pausedAt
      ? [{ code: 'account_paused', detail: `The account is paused (${pauseReason}). Resume it.` }]
      : [];
    const problems = [...paused, ...(await this.providers.of(provider).check(account))];
    return { accountId: id, name, provider, ok: problems.length === 0, problems };
  }

  async *all(): AsyncIterable<AccountCheck> {
    const rows = keysetRows<{ id: string }>(PAGE, (last) => this.database.query(IDS, [last?.id ?? FIRST_ID]));
    for await (const { id } of rows) yield this.check(id);
  }
}
