import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { PostRows } from '../posts/post-rows.ts';
import { PostEntity } from '../posts/post.entity.ts';
import type { PostProblem } from '../problems/post-problem.ts';
import { Preflight } from '../posts/preflight.ts';

const BATCH = 50;
/** Checked once more shortly before its time, so that a person can still help. */
const SOON = `
  select id from posts where state = 'scheduled' and checked_at is null and scheduled_at <= now() + interval '10 minutes'
  order by scheduled_at, id limit ${BATCH}`;
/** A day's outage must not pour out twelve posts. A person may post as late as they like. */
const MISSED = `
  select p.id from posts p join publish_accounts a on a.id = p.account_id
  where p.state = 'scheduled' and p.latest_at < now() and a.provider = any($1) order by p.latest_at, p.id limit ${BATCH}`;

/** A pause ends by itself, and repetitions were judged when the post was scheduled: later posts must not fail it. */
const PASSED_OVER = ['account_paused', 'duplicate_caption'];

/** Fails posts that cannot be published any more, before they are due or after their time. */
@Injectable()
export class CheckDueService {
  constructor(
    private readonly database: Database,
    private readonly rows: PostRows,
    private readonly preflight: Preflight,
  ) {}

  /** The preflight of what is due within ten minutes. */
  async checkSoon(isOver: () => boolean): Promise<void> {
    for (const { id } of await this.database.query<{ id: string }[]>(SOON)) if (!isOver()) await this.checkOne(id);
  }

  /** What is later than it may be. */
  async failMissed(providers: readonly string[]): Promise<void> {
    for (const { id } of await this.database.query<{ id: string }[]>(MISSED, [providers]))
      await this.fail(id, { code: 'missed_window', detail: 'Its time was over before it could be published.' });
  }

  private async checkOne(id: string): Promise<void> {
    await this.preflight.prove(id);
    await this.database.transaction(async (manager) => {
      const post = await this.rows.lock(manager, id, { withAccount: true });
      if (post.state !== 'scheduled' || post.checkedAt) return;
      const { problems } = await this.preflight.check(manager, post);
      const lasting = problems.filter(({ code }) => !PASSED_OVER.includes(code));
      if (lasting.length > 0) await this.write(manager, id, preflightFailed(lasting));
      else await manager.update(PostEntity, { id }, { checkedAt: () => 'now()' });
    });
  }

  private async fail(id: string, error: NonNullable<PostEntity['lastError']>): Promise<void> {
    await this.database.transaction(async (manager) => {
      const post = await this.rows.lock(manager, id, { withAccount: true });
      if (post.state === 'scheduled') await this.write(manager, id, error);
    });
  }

  private async write(
    manager: Parameters<PostRows['release']>[0],
    id: string,
    lastError: NonNullable<PostEntity['lastError']>,
  ): Promise<void> {
    await this.rows.release(manager, id);
    const failed = { state: 'failed', reason: lastError.code, lastError } as const;
    await this.rows.change(manager, id, failed, { kind: 'failed', data: { code: lastError.code } });
  }
}

const preflightFailed = (problems: PostProblem[]) => ({
  code: 'preflight_failed',
  detail: problems.map(({ detail }) => detail).join(' '),
  problems,
});
