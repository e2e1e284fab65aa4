import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database, refusing } from '@trellis/database';
import { DomainError } from '@trellis/kernel';
import { SendNumber } from '../guard/send-number.ts';
import { Pace } from '../instagram/pace.ts';
import { PostRows } from '../posts/post-rows.ts';
import type { LeasedPost } from '../providers/provider.ts';
import { publishingProblems } from '../publishing.problems.ts';
import { IS_DUE } from '../posts/post-view.ts';
import { AccountPausedError } from '../providers/account-paused.error.ts';
import { LeaseLostError } from '../providers/lease-lost.error.ts';

export const LEASE_S = 180;
const UNTIL = `lease_until = now() + $3::float8 * interval '1 second'`;

/** One of an account at a time, and only after its gap, also when many are due after an outage. */
const NEXT = `
  select p.id, p.account_id as "accountId", now() from posts p join publish_accounts a on a.id = p.account_id
  where ${IS_DUE} and p.checked_at is not null and p.latest_at >= now() and a.provider = any($1) and a.paused_at is null
    and not exists (select 1 from posts o where o.account_id = p.account_id and o.state = 'publishing')
    and not exists (select 1 from posts g where g.account_id = p.account_id
      and g.publish_sent_at > now() - a.min_gap_minutes * interval '1 minute')
  order by coalesce(p.next_attempt_at, p.scheduled_at), p.id limit 1
  for update of p skip locked for no key update of a skip locked`;
const TAKE = `
  update posts set state = 'publishing', attempts = attempts + 1, lease_token = $2, ${UNTIL} where id = $1`;
/** Posts whose outcome is to be read, also while their account is paused. */
const UNREAD = `
  select p.id, p.account_id as "accountId", now() from posts p join publish_accounts a on a.id = p.account_id
  where p.state = 'unknown' and p.next_attempt_at <= now() and a.provider = any($1)
    and (p.lease_until is null or p.lease_until < now())
  order by p.next_attempt_at, p.id limit 1 for update of p skip locked`;
const TAKE_UNREAD = `update posts set lease_token = $2, ${UNTIL} where id = $1`;
const RENEW = `update posts set ${UNTIL} where id = $1 and lease_token = $2 and state in ('publishing', 'unknown')`;
const SENT = `update posts set publish_sent_at = now() where id = $1 and lease_token = $2 and state = 'publishing'`;
const NOT_PAUSED = 'select 1 from publish_accounts where id = $1 and paused_at is null for no key update';
const MAY_RESUME = `
  select 1 from publish_accounts a where a.id = $1 and (a.paused_at is null or $3)
    and not exists (select 1 from posts o where o.account_id = a.id and o.state = 'publishing' and o.id <> $2)
    and ($3 or not exists (select 1 from posts g where g.account_id = a.id and g.id <> $2
      and g.publish_sent_at > now() - a.min_gap_minutes * interval '1 minute'))
  for no key update`;
const RESUME = `
  update posts set state = 'publishing', attempts = attempts + $3::int
  where id = $1 and lease_token = $2 and state = 'unknown'`;
const STATE = `select state from posts where id = $1 and lease_token = $2`;
/** Of processes that died: nothing was sent, or it is not known what became of it. */
const EXPIRED = `
  select id from posts where state = 'publishing' and lease_until < now() order by lease_until limit 100`;
const EXPIRED_ONE = `
  select p.publish_sent_at is not null or exists (select 1 from post_containers c where c.post_id = p.id
      and (c.state = 'published' or (c.first_sent_at is not null and c.state in ('asked', 'in_progress', 'finished')))) as sent,
    p.attempts
  from posts p where p.id = $1 and p.state = 'publishing' and p.lease_until < now() for update of p skip locked`;

interface Taken {
  id: string;
  accountId: string;
  now: Date;
}

const taking = {
  // Another worker took a post of this account at the same moment.
  uq_posts_one_publishing: () =>
    new DomainError(publishingProblems.account_busy, 'The account publishes another post.'),
};

/** Who publishes a post: at most one process, until its lease ends. */
@Injectable()
export class Leases {
  constructor(
    private readonly database: Database,
    private readonly rows: PostRows,
    private readonly sends: SendNumber,
    private readonly pace: Pace,
  ) {}

  /** The next due post of these providers. Undefined when there is none that may be taken. */
  async take(providers: readonly string[]): Promise<LeasedPost | undefined> {
    return (await this.unlessBusy((manager) => this.takeNext(manager, providers))) ?? undefined;
  }

  /** The next post whose outcome is not known, and due to be read. */
  takeUnread(providers: readonly string[]): Promise<LeasedPost | undefined> {
    return this.database.transaction(async (manager) => {
      const [next] = await manager.query<Taken[]>(UNREAD, [providers]);
      if (!next) return undefined;
      const leaseToken = randomUUID();
      await manager.query(TAKE_UNREAD, [next.id, leaseToken, this.pace.seconds(LEASE_S)]);
      return { postId: next.id, accountId: next.accountId, leaseToken, takenAt: next.now };
    });
  }

  /** @throws LeaseLostError */
  async renew({ postId, leaseToken }: LeasedPost): Promise<void> {
    await this.own(this.database.manager, RENEW, postId, leaseToken, this.pace.seconds(LEASE_S));
  }

  /** Committed, counted and remembered before anything is sent. @throws LeaseLostError, AccountPausedError */
  async markSent(
    { postId, accountId, leaseToken }: LeasedPost,
    also: (manager: EntityManager) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> {
    await this.sends.prepare();
    const mark = await this.database.transaction(async (manager) => {
      const open = await manager.query<unknown[]>(NOT_PAUSED, [accountId]);
      if (open.length === 0) throw new AccountPausedError('the account is paused');
      await this.own(manager, SENT, postId, leaseToken);
      await also(manager);
      return this.sends.raise(manager);
    });
    await this.sends.remember(mark);
  }

  /**
   * From unknown to publishing; one that is publishing stays so. False: the account is paused, or publishes another.
   * @throws LeaseLostError
   */
  async resume({ postId, accountId, leaseToken }: LeasedPost, { evenPaused = false } = {}): Promise<boolean> {
    const resumed = await this.unlessBusy(async (manager) => {
      const [post] = await manager.query<{ state: string }[]>(STATE, [postId, leaseToken]);
      if (!post) throw new LeaseLostError(postId);
      const may = await manager.query<unknown[]>(MAY_RESUME, [accountId, postId, evenPaused]);
      if (may.length === 0) return false;
      if (post.state === 'publishing') return true;
      // What ends is no try.
      await this.own(manager, RESUME, postId, leaseToken, evenPaused ? 0 : 1);
      await this.rows.record(manager, postId, { kind: 'resumed' });
      return true;
    });
    return resumed ?? false;
  }

  /** Posts of processes that died: back to their schedule when nothing was sent, otherwise unknown, and read now. */
  async reclaim(): Promise<void> {
    const expired = await this.database.query<{ id: string }[]>(EXPIRED);
    for (const { id } of expired) await this.database.transaction((manager) => this.reclaimOne(manager, id));
  }

  private async reclaimOne(manager: EntityManager, id: string): Promise<void> {
    const [post] = await manager.query<{ sent: boolean; attempts: number }[]>(EXPIRED_ONE, [id]);
    if (!post) return;
    const unleased = { leaseToken: null, leaseUntil: null };
    const sentAt = () => 'coalesce(publish_sent_at, now())';
    const unknown = { state: 'unknown', publishSentAt: sentAt, nextAttemptAt: () => 'now()', ...unleased } as const;
    // A death is no try.
    const scheduled = { state: 'scheduled', attempts: Math.max(0, post.attempts - 1), ...unleased } as const;
    if (post.sent) await this.rows.change(manager, id, unknown, { kind: 'lost' });
    else await this.rows.change(manager, id, scheduled, { kind: 'reclaimed' });
  }

  private async takeNext(manager: EntityManager, providers: readonly string[]): Promise<LeasedPost | undefined> {
    const [next] = await manager.query<Taken[]>(NEXT, [providers]);
    if (!next) return undefined;
    const leaseToken = randomUUID();
    await manager.query(TAKE, [next.id, leaseToken, this.pace.seconds(LEASE_S)]);
    await this.rows.record(manager, next.id, { kind: 'begun' });
    return { postId: next.id, accountId: next.accountId, leaseToken, takenAt: next.now };
  }

  /** Undefined: another worker took a post of this account at the same moment. */
  private async unlessBusy<T>(work: (manager: EntityManager) => Promise<T>): Promise<T | undefined> {
    try {
      return await refusing(taking, () => this.database.transaction(work));
    } catch (error) {
      if (error instanceof DomainError && error.problem === publishingProblems.account_busy) return undefined;
      throw error;
    }
  }

  private async own(manager: EntityManager, sql: string, postId: string, ...more: unknown[]): Promise<void> {
    const [, changed] = await manager.query<[unknown, number]>(sql, [postId, ...more]);
    if (changed !== 1) throw new LeaseLostError(postId);
  }
}
