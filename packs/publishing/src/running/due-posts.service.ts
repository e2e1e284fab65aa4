import { Injectable } from '@nestjs/common';
import { Database, FIRST_ID, keysetRows } from '@trellis/database';
import { PublishingGuard } from '../guard/publishing-guard.ts';
import { IS_DUE } from '../posts/post-view.ts';
import { Providers } from '../registry/providers.ts';

const PAGE = 500;
const DUE = `
  select p.id, p.account_id as "accountId", a.name as account, a.provider, p.scheduled_at as "scheduledAt", p.latest_at < now() as late,
    a.paused_at is not null as paused, a.pause_reason as "pauseReason",
    exists (select 1 from posts g where g.account_id = p.account_id
      and g.publish_sent_at > now() - a.min_gap_minutes * interval '1 minute') as spaced
  from posts p join publish_accounts a on a.id = p.account_id where ${IS_DUE} and p.id > $1 order by p.id limit ${PAGE}`;

interface DueRow {
  id: string;
  accountId: string;
  account: string;
  provider: 'manual' | 'instagram';
  scheduledAt: Date;
  late: boolean;
  paused: boolean;
  pauseReason: string | null;
  spaced: boolean;
}

/** A post whose time has come, and what it waits for; null when it would be published now. */
export interface DuePost {
  id: string;
  account: string;
  scheduledAt: Date;
  waitsFor: string | null;
}

/** Why something that is due is not published. */
@Injectable()
export class DuePosts {
  constructor(
    private readonly database: Database,
    private readonly guard: PublishingGuard,
    private readonly providers: Providers,
  ) {}

  async *list(): AsyncIterable<DuePost> {
    const { state } = await this.guard.check();
    const rows = keysetRows<DueRow>(PAGE, (last) => this.database.query(DUE, [last?.id ?? FIRST_ID]));
    for await (const row of rows) {
      const { id, account, scheduledAt } = row;
      yield { id, account, scheduledAt, waitsFor: this.waitsFor(row, state) };
    }
  }

  private waitsFor({ provider, late, paused, pauseReason, spaced }: DueRow, state: string): string | null {
    if (!this.providers.of(provider).publishes) return 'a person, who posts it and marks it as posted';
    if (state === 'off') return 'PUBLISHING=on';
    if (state === 'confirm_resume') return 'POST /publishing/resume: the database was restored or copied';
    if (paused) return `the account to be resumed (${pauseReason})`;
    if (late) return 'nothing: its time is over, and it fails as missed_window';
    return spaced ? 'the gap of its account' : null;
  }
}
