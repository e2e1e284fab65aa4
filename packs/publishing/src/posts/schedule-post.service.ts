import { Injectable } from '@nestjs/common';
import { TrellisConfig } from '@trellis/config';
import { Database, refusing } from '@trellis/database';
import { DomainError } from '@trellis/kernel';
import type { EntityManager } from 'typeorm';
import { PublishAccountEntity } from '../accounts/account.entity.ts';
import { publishingProblems } from '../publishing.problems.ts';
import { PublishingSettings } from '../publishing.settings.ts';
import { reached } from './post-progress.ts';
import { PostRows, type PostAct } from './post-rows.ts';
import { databaseNow, isTaken, PostTimes, type PostTime, type When } from './post-time.ts';
import { PostEntity } from './post.entity.ts';
import { Scheduling } from './scheduling.ts';

/** Which repetitions are allowed. */
export interface Allowed {
  allowRepost?: boolean;
  force?: boolean;
}

const slotTaken = () =>
  new DomainError(publishingProblems.slot_taken, 'The account has a post at this time. Choose another time.');
const placing = { uq_posts_instant: slotTaken };

/** Gives a post its time, and freezes what it shows. */
@Injectable()
export class SchedulePostService {
  constructor(
    private readonly database: Database,
    private readonly rows: PostRows,
    private readonly times: PostTimes,
    private readonly scheduling: Scheduling,
    private readonly config: TrellisConfig,
  ) {}

  /** A draft, a failed post, or one that is scheduled for another time. @throws DomainError, see the operation */
  schedule(id: string, when: When, allowed: Allowed = {}): Promise<void> {
    return this.place(id, 'scheduled', allowed, (manager, _post, account) =>
      this.times.resolve(manager, account, when),
    );
  }

  /** At the database's now. */
  publishNow(id: string, allowed: Allowed = {}): Promise<void> {
    return this.place(id, 'scheduled', allowed, async (manager, _post, account) =>
      this.times.resolve(manager, account, { at: (await databaseNow(manager)).toISOString() }),
    );
  }

  /** A failed post: at its old time, at once while that is not too late, or at a new one. */
  retry(id: string, when: When, allowed: Allowed = {}): Promise<void> {
    const isNew = when.at !== undefined || when.localTime !== undefined || when.nextSlot === true;
    return this.place(id, 'retried', allowed, (manager, post, account) =>
      isNew ? this.times.resolve(manager, account, when) : this.oldTime(manager, post),
    );
  }

  /**
   * The time that a draft should have: it is not placed, and not planned again.
   * @throws DomainError slot_taken, time_in_past
   */
  async propose(id: string, localTime: string, why: Pick<PostEntity, 'reason' | 'lastError'>): Promise<void> {
    await this.database.transaction(async (manager) => {
      const post = await this.rows.lock(manager, id, { withAccount: true });
      if (post.state !== 'draft') return;
      const account = await manager.findOneByOrFail(PublishAccountEntity, { id: post.accountId });
      const time = await this.times.resolve(manager, account, { localTime });
      if (await isTaken(manager, post, time.scheduledAt, { byDrafts: true })) throw slotTaken();
      await manager.update(PostEntity, { id }, { ...time, ...why });
    });
  }

  private async oldTime(manager: EntityManager, post: PostEntity): Promise<PostTime> {
    const { scheduledAt, scheduledLocal, zone, zoneData, slotId, latestAt } = post;
    const now = await databaseNow(manager);
    if (!scheduledAt || scheduledLocal === null || zone === null || !latestAt || latestAt < now)
      throw new DomainError(publishingProblems.too_late, 'Its time is over. Send at, localTime or nextSlot.');
    return { scheduledAt, scheduledLocal, zone, zoneData, slotId };
  }

  private async place(
    id: string,
    kind: 'scheduled' | 'retried',
    allowed: Allowed,
    timeOf: (manager: EntityManager, post: PostEntity, account: PublishAccountEntity) => Promise<PostTime>,
  ): Promise<void> {
    await this.scheduling.prove(id);
    await refusing(placing, () =>
      this.database.transaction(async (manager) => {
        const post = await this.rows.lock(manager, id, { withAccount: true });
        this.rows.requireMay(post, kind === 'retried' ? 'retry' : 'schedule');
        const account = await manager.findOneByOrFail(PublishAccountEntity, { id: post.accountId });
        const time = await timeOf(manager, post, account);
        await this.write(manager, post, { kind, time, allowed });
        reached('scheduled-written', id);
      }),
    );
    reached('scheduled-committed', id);
  }

  private async write(
    manager: EntityManager,
    post: PostEntity,
    { kind, time, allowed }: { kind: PostAct['kind']; time: PostTime; allowed: Allowed },
  ): Promise<void> {
    const { allowRepost = post.allowRepost, force = post.force } = allowed;
    const contentSha256 = await this.scheduling.freeze(manager, { ...post, allowRepost }, { force });
    const columns = {
      ...time,
      ...({ state: 'scheduled', reason: null, lastError: null, attempts: 0, nextAttemptAt: null } as const),
      ...{ allowRepost, force, contentSha256, checkedAt: null, publishSentAt: null },
      latestAt: new Date(time.scheduledAt.getTime() + this.config.of(PublishingSettings).PUBLISH_MAX_LATENESS * 1000),
    };
    const data = { at: time.scheduledAt.toISOString(), local: time.scheduledLocal, timeZone: time.zone };
    await this.rows.change(manager, post.id, columns, { kind, data });
  }
}
