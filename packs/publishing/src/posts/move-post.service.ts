import { Injectable } from '@nestjs/common';
import { Database } from '@trellis/database';
import { commonProblems, DomainError, ValidationFailedError } from '@trellis/kernel';
import type { EntityManager } from 'typeorm';
import { PublishAccountEntity } from '../accounts/account.entity.ts';
import { SendNumber } from '../guard/send-number.ts';
import { reached } from './post-progress.ts';
import { PostRows } from './post-rows.ts';
import { databaseNow, isTaken } from './post-time.ts';
import type { PostEntity } from './post.entity.ts';

const UNPLACED = { scheduledAt: null, scheduledLocal: null, zone: null, zoneData: null, latestAt: null, slotId: null };
const UNSENT = { contentSha256: null, nextAttemptAt: null, checkedAt: null };

/** Permissions to repeat are given with a schedule, and end with it. */
const ASKED_AGAIN = { allowRepost: false, force: false };

const IS_PUBLISHED = `
  select 1 from post_containers where post_id = $1 and role = 'main' and state = 'published'`;
const isPublished = () =>
  new DomainError(commonProblems.illegal_transition, 'Instagram says that the post was published.');
/** A person has looked: nothing of it will be published any more. */
const ABANDON = `
  update post_containers set state = 'abandoned' where post_id = $1 and state in ('asked', 'in_progress', 'finished')`;

/** What a person decides about a post beside its time. */
@Injectable()
export class MovePostService {
  constructor(
    private readonly database: Database,
    private readonly rows: PostRows,
    private readonly sends: SendNumber,
  ) {}

  /** Back to a draft: its photos are free. @throws DomainError post_not_found, illegal_transition */
  unschedule(id: string): Promise<void> {
    return this.locked(id, async (manager, post) => {
      this.rows.requireMay(post, 'unschedule');
      await this.rows.release(manager, id);
      await this.rows.change(
        manager,
        id,
        { state: 'draft', ...UNPLACED, ...UNSENT, ...ASKED_AGAIN },
        { kind: 'unscheduled' },
      );
    });
  }

  /** For good: its photos are free. @throws DomainError post_not_found, illegal_transition */
  async cancel(id: string): Promise<void> {
    await this.locked(id, async (manager, post) => {
      this.rows.requireMay(post, 'cancel');
      await this.rows.release(manager, id);
      await this.rows.change(manager, id, { state: 'cancelled' }, { kind: 'cancelled' });
      reached('cancelled-written', id);
    });
    reached('cancelled-committed', id);
  }

  /** What became of a post whose outcome is unknown. @throws DomainError post_not_found, illegal_transition */
  resolve(id: string, outcome: 'published' | 'failed', permalink: string | null = null): Promise<void> {
    return this.locked(id, async (manager, post) => {
      this.rows.requireMay(post, 'resolve');
      if (outcome === 'published')
        return this.publish(manager, post, { postedAt: post.publishSentAt ?? new Date(), permalink, kind: 'resolved' });
      if ((await manager.query<unknown[]>(IS_PUBLISHED, [id])).length > 0) throw isPublished();
      await manager.query(ABANDON, [id]);
      await this.rows.release(manager, id);
      const failed = { state: 'failed', reason: 'resolved', leaseToken: null, leaseUntil: null } as const;
      await this.rows.change(manager, id, failed, { kind: 'resolved', data: { outcome } });
    });
  }

  /**
   * A person has posted it. Counts as sent, so that a restored copy of the database does not post it again.
   * @throws DomainError post_not_found, illegal_transition; ValidationFailedError for a time in the future
   */
  async posted(id: string, postedAt: Date, permalink: string | null = null): Promise<void> {
    await this.sends.prepare();
    const sent = await this.database.transaction(async (manager) => {
      const post = await this.rows.lock(manager, id, { withAccount: true });
      this.rows.requireMay(post, 'post');
      if (postedAt > (await databaseNow(manager)))
        throw new ValidationFailedError([{ path: 'postedAt', message: 'must not be in the future' }]);
      const number = await this.sends.raise(manager);
      await this.publish(manager, post, { postedAt, permalink, kind: 'posted' });
      reached('posted-written', id);
      return number;
    });
    reached('posted-committed', id);
    await this.sends.remember(sent);
    reached('posted-remembered', id);
  }

  private async publish(
    manager: EntityManager,
    post: PostEntity,
    { postedAt, permalink, kind }: { postedAt: Date; permalink: string | null; kind: string },
  ): Promise<void> {
    const { id: postId, accountId } = post;
    const { provider } = await manager.findOneByOrFail(PublishAccountEntity, { id: accountId });
    await this.rows.publish(manager, { postId, postedAt, provider, providerPostId: null });
    const published = { state: 'published', reason: null, lastError: null, publishedAt: postedAt, permalink } as const;
    const needsPermalink = permalink === null && provider !== 'manual';
    const rest = { needsPermalink, leaseToken: null, leaseUntil: null, nextAttemptAt: null };
    const sentAt = { publishSentAt: post.publishSentAt ?? postedAt, ...(await this.placeLeft(manager, post)) };
    const data = { postedAt: postedAt.toISOString(), permalink };
    await this.rows.change(manager, postId, { ...published, ...rest, ...sentAt }, { kind, data });
  }

  /** Another post has taken the instant of a failed one meanwhile: what is published later has no place of its own. */
  private async placeLeft(manager: EntityManager, post: PostEntity) {
    const { state, scheduledAt } = post;
    return state === 'failed' && scheduledAt && (await isTaken(manager, post, scheduledAt)) ? UNPLACED : {};
  }

  private locked(id: string, work: (manager: EntityManager, post: PostEntity) => Promise<void>): Promise<void> {
    return this.database.transaction(async (manager) =>
      work(manager, await this.rows.lock(manager, id, { withAccount: true })),
    );
  }
}
