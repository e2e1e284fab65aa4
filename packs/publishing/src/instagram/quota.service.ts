import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import type { GraphFailure, GraphQuota } from './graph-answers.ts';
import type { GraphClient } from './graph-client.ts';

/** At most five minutes old. */
const KEPT = `
  select quota_used as used, quota_total as total from publish_accounts
  where id = $1 and quota_at > now() - interval '5 minutes'`;
const KEEP = `update publish_accounts set quota_used = $2, quota_total = $3, quota_at = now() where id = $1`;

/** How many posts an account may still publish today, as Instagram says. */
@Injectable()
export class QuotaService {
  constructor(private readonly database: Database) {}

  async kept(accountId: string, client: GraphClient): Promise<GraphQuota | GraphFailure> {
    const [kept] = await this.database.query<GraphQuota[]>(KEPT, [accountId]);
    return kept ?? this.read(accountId, client);
  }

  async read(accountId: string, client: GraphClient): Promise<GraphQuota | GraphFailure> {
    const answer = await client.quota();
    if (answer.kind !== 'ok') return answer;
    await this.database.query(KEEP, [accountId, answer.value.used, answer.value.total]);
    return answer.value;
  }
}
