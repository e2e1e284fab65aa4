import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database, recordAudit } from '@trellis/database';
import { PublishAccountEntity } from '../accounts/account.entity.ts';
import { Pace } from '../instagram/pace.ts';
import { PostRows } from '../posts/post-rows.ts';
import type { PostEntity } from '../posts/post.entity.ts';
import type { AccountPause, LeasedPost, PublishOutcome } from '../providers/provider.ts';

const UNLEASED = { leaseToken: null, leaseUntil: null };
const PUBLISHED = `
  update post_containers set state = 'published' where post_id = $1 and role = 'main' and state = 'finished'`;
const PAUSE = `
  update publish_accounts set paused_at = now(), pause_reason = $2,
    paused_until = now() + $3::float8 * interval '1 second'
  where id = $1 and paused_at is null and ($2 <> 'needs_login' or coalesce(token_set_at, '-infinity') <= $4)`;
/** What was interrupted is tried again after 15 s, 30 s, 1 min … up to an hour. */
const interrupted = (attempts: number): number => Math.min(7.5 * 2 ** attempts, 3_600);

type Of<T extends PublishOutcome['outcome']> = Extract<PublishOutcome, { outcome: T }>;

/** Writes what became of a post, with the pause of its account, in one transaction. */
@Injectable()
export class SettlePostService {
  constructor(
    private readonly database: Database,
    private readonly rows: PostRows,
    private readonly pace: Pace,
  ) {}

  /** Does nothing when another process has the post by now. */
  async execute(leased: LeasedPost, outcome: PublishOutcome): Promise<void> {
    await this.database.transaction(async (manager) => {
      const post = await this.rows.lock(manager, leased.postId, { withAccount: true });
      if (post.leaseToken !== leased.leaseToken) return;
      if ('pause' in outcome && outcome.pause) await this.pause(manager, leased, outcome.pause);
      await this.write(manager, post, outcome);
    });
  }

  private write(manager: EntityManager, post: PostEntity, outcome: PublishOutcome): Promise<void> {
    switch (outcome.outcome) {
      case 'published':
        return this.published(manager, post, outcome);
      case 'unknown':
        return this.unknown(manager, post, outcome);
      case 'later':
        return this.later(manager, post, outcome);
      case 'failed':
        return this.failed(manager, post, outcome);
    }
  }

  private async published(manager: EntityManager, post: PostEntity, outcome: Of<'published'>): Promise<void> {
    const { at: publishedAt, mediaId: providerMediaId, permalink } = outcome;
    const { provider } = await manager.findOneByOrFail(PublishAccountEntity, { id: post.accountId });
    const publication = { postId: post.id, postedAt: publishedAt, provider, providerPostId: providerMediaId };
    await this.rows.publish(manager, publication);
    await manager.query(PUBLISHED, [post.id]);
    const facts = { publishedAt, providerMediaId, permalink, needsPermalink: permalink === null };
    const columns = { state: 'published', ...facts, nextAttemptAt: null, lastError: null, ...UNLEASED } as const;
    await this.rows.change(manager, post.id, columns, { kind: 'published', data: { mediaId: providerMediaId } });
  }

  private async unknown(manager: EntityManager, post: PostEntity, outcome: Of<'unknown'>): Promise<void> {
    const { detail, code = 'unknown', seconds = 60 } = outcome;
    // What was never sent is known: it was not published.
    if (!post.publishSentAt)
      return this.later(manager, post, {
        seconds: interrupted(post.attempts),
        code: 'interrupted',
        detail,
        isTry: true,
      });
    const data = { code, detail, seconds };
    const columns = { lastError: { code, detail }, nextAttemptAt: this.after(seconds), ...UNLEASED };
    // Each reading is evidence for a person, and no act to be audited.
    if (post.state === 'unknown') return this.rows.note(manager, post.id, columns, { kind: 'read', data });
    await this.rows.change(manager, post.id, { state: 'unknown', ...columns }, { kind: 'unknown', data });
  }

  private later(
    manager: EntityManager,
    { id, attempts }: PostEntity,
    { seconds, code, detail, isTry = false }: Omit<Of<'later'>, 'outcome'>,
  ): Promise<void> {
    const tries = { attempts: isTry ? attempts : Math.max(0, attempts - 1) };
    const columns = { nextAttemptAt: this.after(seconds), publishSentAt: null, lastError: { code, detail } };
    const data = { code, seconds };
    return this.rows.change(
      manager,
      id,
      { state: 'scheduled', ...tries, ...columns, ...UNLEASED },
      { kind: 'postponed', data },
    );
  }

  private async failed(manager: EntityManager, { id }: PostEntity, outcome: Of<'failed'>): Promise<void> {
    const { code, detail, position } = outcome;
    await this.rows.release(manager, id);
    const problems = position === undefined ? {} : { problems: [{ code, detail, position }] };
    const failed = { state: 'failed', reason: code, lastError: { code, detail, ...problems } } as const;
    await this.rows.change(manager, id, { ...failed, ...UNLEASED }, { kind: 'failed', data: { code } });
  }

  /** By the database's clock. */
  private after(seconds: number | null) {
    return seconds === null ? null : () => `now() + interval '${this.pace.seconds(seconds).toFixed(3)} seconds'`;
  }

  /** Not for a token that was replaced meanwhile. */
  private async pause(
    manager: EntityManager,
    { accountId: id, takenAt }: LeasedPost,
    { reason, seconds }: AccountPause,
  ): Promise<void> {
    const scaled = seconds === null ? null : this.pace.seconds(seconds);
    const [, changed] = await manager.query<[unknown, number]>(PAUSE, [id, reason, scaled, takenAt]);
    if (changed === 0) return;
    const data = { reason, seconds };
    await recordAudit(manager, { action: 'account.paused', subjectType: 'account', subjectId: id, data });
  }
}
