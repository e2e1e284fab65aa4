import { Injectable, Logger } from '@nestjs/common';
import { Database, recordAudit } from '@trellis/database';
import { forLog } from '@trellis/kernel';
import { Secrets } from '@trellis/secrets';
import { tokenPlace } from '../accounts/token-place.ts';
import { classOf, codeOf } from './failure-class.ts';
import type { GraphToken } from './graph-answers.ts';
import { InstagramAccounts } from './instagram-accounts.service.ts';

/** Instagram refreshes tokens that are a day old. One that could not be refreshed is tried again after an hour. */
const DUE = `
  update publish_accounts set token_tried_at = now() where id in (
    select id from publish_accounts where provider = 'instagram' and token is not null
      and coalesce(token_tried_at, token_set_at) <= now() - interval '24 hours'
      and coalesce(pause_reason, '') not in ('needs_login', 'token_unreadable')
    order by token_set_at limit 20 for update skip locked)
  returning id, token`;
/** Not over a token that a person has set meanwhile. */
const KEEP = `
  update publish_accounts set token = $3, token_last4 = $4, token_expires_at = now() + $5 * interval '1 second'
  where id = $1 and token = $2`;
const LATER = `update publish_accounts set token_tried_at = now() - interval '23 hours' where id = $1 and token = $2`;
const PAUSE = `
  update publish_accounts set paused_at = now(), pause_reason = 'needs_login', paused_until = null
  where id = $1 and token = $2 and coalesce(pause_reason, '') not in ('by_person', 'blocked')`;

const pausedAudit = (subjectId: string) => ({
  ...{ action: 'account.paused', subjectType: 'account', subjectId },
  data: { reason: 'needs_login' },
});

interface Due {
  id: string;
  token: Buffer;
}

/** Long-lived tokens end after sixty days. Each is refreshed once a day. */
@Injectable()
export class RefreshTokensService {
  private readonly log = new Logger('Publishing');

  constructor(
    private readonly database: Database,
    private readonly accounts: InstagramAccounts,
    private readonly secrets: Secrets,
  ) {}

  /** Those that are left when the process ends are refreshed a day later: tokens live for sixty. */
  async execute(isOver: () => boolean): Promise<void> {
    const [due] = await this.database.query<[Due[], number]>(DUE);
    for (const account of due)
      if (!isOver())
        await this.refresh(account).catch((error: unknown) => {
          this.log.warn({ accountId: account.id, ...forLog(error) }, 'a token was not refreshed; again in a day');
        });
  }

  private async refresh({ id, token }: Due): Promise<void> {
    const account = await this.accounts.open(id);
    // Its next post pauses the account, and says why.
    if (account.kind === 'closed') return;
    const answer = await account.client.refreshToken();
    if (answer.kind === 'ok') return this.keep({ id, token }, answer.value);
    this.log.warn({ accountId: id, reason: codeOf(answer) }, 'a token was not refreshed');
    if (classOf(answer) !== 'auth') return void (await this.database.query(LATER, [id, token]));
    await this.database.transaction(async (manager) => {
      const [, paused] = await manager.query<[unknown, number]>(PAUSE, [id, token]);
      if (paused > 0) await recordAudit(manager, pausedAudit(id));
    });
  }

  private async keep({ id, token }: Due, refreshed: GraphToken): Promise<void> {
    const sealed = this.secrets.seal(refreshed.token, tokenPlace(id));
    const last4 = refreshed.token.slice(-4);
    await this.database.transaction(async (manager) => {
      const [, kept] = await manager.query<[unknown, number]>(KEEP, [id, token, sealed, last4, refreshed.expiresIn]);
      if (kept === 0) return;
      const data = { expiresIn: refreshed.expiresIn };
      await recordAudit(manager, { action: 'account.token_refreshed', subjectType: 'account', subjectId: id, data });
    });
  }
}
