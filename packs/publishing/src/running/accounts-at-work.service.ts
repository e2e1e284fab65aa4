import { Injectable } from '@nestjs/common';
import { Database, recordAudit } from '@trellis/database';
import { PublishAccountEntity } from '../accounts/account.entity.ts';
import { RefreshTokensService } from '../instagram/refresh-tokens.service.ts';
import { Providers } from '../registry/providers.ts';

const RESUME = `
  update publish_accounts set paused_at = null, pause_reason = null, paused_until = null
  where paused_until <= now() returning id`;
/** Published by us in the last day, with the time of the next look in \`next_attempt_at\`. */
const WITHOUT_LINK = `
  update posts set next_attempt_at = now() + interval '5 minutes' where id in (
    select id from posts where state = 'published' and permalink is null and provider_media_id is not null
      and published_at > now() - interval '1 day' and coalesce(next_attempt_at, now()) <= now()
    order by published_at limit 5 for update skip locked)
  returning id, account_id as "accountId", provider_media_id as "mediaId"`;
const LINK = `
  update posts set permalink = $2, needs_permalink = false, next_attempt_at = null
  where id = $1 and permalink is null`;

/** What is done for accounts beside their posts. */
@Injectable()
export class AccountsAtWork {
  constructor(
    private readonly database: Database,
    private readonly providers: Providers,
    private readonly tokens: RefreshTokensService,
  ) {}

  /** Before they end. */
  refreshTokens(isOver: () => boolean): Promise<void> {
    return this.tokens.execute(isOver);
  }

  /** Pauses that end by themselves. */
  async resume(): Promise<void> {
    await this.database.transaction(async (manager) => {
      const [rows] = await manager.query<[{ id: string }[], number]>(RESUME);
      for (const { id } of rows)
        await recordAudit(manager, {
          ...{ action: 'account.resumed', subjectType: 'account', subjectId: id },
          data: { by: 'time' },
        });
    });
  }

  /** Where people see what was published: asked for afterwards, at leisure. */
  async findPermalinks(isOver: () => boolean): Promise<void> {
    const [rows] =
      await this.database.query<[{ id: string; accountId: string; mediaId: string }[], number]>(WITHOUT_LINK);
    for (const { id, accountId, mediaId } of rows) {
      if (isOver()) return;
      const account = await this.database.manager.findOneByOrFail(PublishAccountEntity, { id: accountId });
      const permalink = await this.providers.of(account.provider).permalinkOf(account, mediaId);
      if (permalink !== null) await this.database.query(LINK, [id, permalink]);
    }
  }
}
