import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@trellis/database';
import { forLog } from '@trellis/kernel';
import { PublishAccountEntity } from '../accounts/account.entity.ts';
import { PostRows } from '../posts/post-rows.ts';
import { PostEntity } from '../posts/post.entity.ts';
import type { LeasedPost, PublishOutcome } from '../providers/provider.ts';
import { Providers } from '../providers/providers.ts';
import { LEASE_S, LeaseLostError, Leases } from './leases.ts';

const RENEWED_MS = (LEASE_S * 1000) / 3;
const UNLEASED = { leaseToken: null, leaseUntil: null };

/** Publishes one post under its lease, and writes what became of it. */
@Injectable()
export class PublishPostService {
  private readonly log = new Logger('Publishing');

  constructor(
    private readonly database: Database,
    private readonly leases: Leases,
    private readonly providers: Providers,
    private readonly rows: PostRows,
  ) {}

  async execute(leased: LeasedPost): Promise<void> {
    const account = await this.database.manager.findOneByOrFail(PublishAccountEntity, { id: leased.accountId });
    const renewal = setInterval(() => this.renew(leased), RENEWED_MS);
    try {
      const outcome = await this.providers.of(account.provider).publish(leased, () => this.leases.markSent(leased));
      await this.settle(leased, account, outcome);
    } catch (error) {
      if (error instanceof LeaseLostError) return;
      this.log.warn({ postId: leased.postId, ...forLog(error) }, 'the outcome of a post is not known');
      await this.settle(leased, account, {
        outcome: 'unknown',
        detail: 'The process does not know what became of it.',
      });
    } finally {
      clearInterval(renewal);
    }
  }

  private renew(leased: LeasedPost): void {
    this.leases.renew(leased).catch((error: unknown) => {
      this.log.warn({ postId: leased.postId, ...forLog(error) }, 'a lease could not be renewed');
    });
  }

  /** Does nothing when another process has the post by now. */
  private async settle(leased: LeasedPost, { provider }: PublishAccountEntity, outcome: PublishOutcome): Promise<void> {
    await this.database.transaction(async (manager) => {
      const post = await this.rows.lock(manager, leased.postId, { withAccount: true });
      if (post.leaseToken !== leased.leaseToken) return;
      await this.write(manager, post, provider, outcome);
    });
  }

  private async write(
    manager: EntityManager,
    { id: postId, publishSentAt, attempts }: PostEntity,
    provider: string,
    outcome: PublishOutcome,
  ): Promise<void> {
    switch (outcome.outcome) {
      case 'published': {
        const { at: publishedAt, mediaId: providerMediaId, permalink } = outcome;
        await this.rows.publish(manager, { postId, postedAt: publishedAt, provider, providerPostId: providerMediaId });
        const columns = {
          publishedAt,
          providerMediaId,
          permalink,
          needsPermalink: permalink === null,
          lastError: null,
        };
        return this.rows.change(
          manager,
          postId,
          { state: 'published', ...columns, ...UNLEASED },
          { kind: 'published' },
        );
      }
      case 'unknown': {
        // What was never sent is known: it was not published.
        if (!publishSentAt)
          return this.later(manager, postId, { after: later(attempts), code: 'interrupted', detail: outcome.detail });
        const lastError = { code: 'unknown', detail: outcome.detail };
        return this.rows.change(manager, postId, { state: 'unknown', lastError, ...UNLEASED }, { kind: 'unknown' });
      }
      case 'later':
        return this.later(manager, postId, outcome);
      case 'failed': {
        const { code, detail } = outcome;
        await this.rows.release(manager, postId);
        const failed = { state: 'failed', reason: code, lastError: { code, detail } } as const;
        return this.rows.change(manager, postId, { ...failed, ...UNLEASED }, { kind: 'failed', data: { code } });
      }
    }
  }

  private later(
    manager: EntityManager,
    postId: string,
    { after, code, detail }: { after: Date; code: string; detail: string },
  ): Promise<void> {
    const columns = { nextAttemptAt: after, publishSentAt: null, lastError: { code, detail } };
    const data = { code, after: after.toISOString() };
    return this.rows.change(
      manager,
      postId,
      { state: 'scheduled', ...columns, ...UNLEASED },
      { kind: 'postponed', data },
    );
  }
}

/** 15 s, 30 s, 1 min, … up to an hour. */
const later = (attempts: number): Date => new Date(Date.now() + Math.min(7.5 * 2 ** attempts, 3_600) * 1000);
