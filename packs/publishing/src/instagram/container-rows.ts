import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '@trellis/database';
import { newId } from '@trellis/kernel';
import type { LeasedPost } from '../providers/provider.ts';
import { LeaseLostError } from '../providers/lease-lost.error.ts';
import type { ContainerStatus } from './graph-answers.ts';
import { Pace } from './pace.ts';

const COLUMNS = `
  id, role, position, container_id as "containerId", content_sha256 as "contentSha256", first_sent_at as "firstSentAt"`;
const livingStates = ['asked', 'in_progress', 'finished', 'published'];
const LIVING = `('${livingStates.join(`', '`)}')`;

/** Whether it may be published, or is. */
export const isLiving = (state: string): boolean => livingStates.includes(state);

/** A container as its row knows it. */
export interface ContainerRow {
  id: string;
  role: 'main' | 'item';
  position: number | null;
  containerId: string | null;
  contentSha256: string | null;
  /** The first request that could have published it. */
  firstSentAt: Date | null;
}

/** When what was sent may be sent again: the same container, which has not been published. */
export interface SentFacts {
  firstSentAt: Date;
  reads: number;
  /** Seconds until two readings, a minute apart and two minutes after the send, say that nothing happened. */
  secondsToResend: number;
  /** Seconds since the last send. */
  sentFor: number;
}

const READ = `
  select ${COLUMNS} from post_containers where post_id = $1 and state in ${LIVING} order by role, position, created_at`;
const LAST_SENT = `
  select ${COLUMNS}, state from post_containers where post_id = $1 and first_sent_at is not null
  order by created_at desc limit 1`;
/** Everything is written under the lease of the post. */
const OWNED = `exists (select 1 from posts p where p.id = $1 and p.lease_token = $2)`;
const ASK = `
  insert into post_containers (id, post_id, role, position, content_sha256)
  select $3, $1, $4, $5, $6 where ${OWNED}`;
const MADE = `update post_containers set state = 'in_progress', container_id = $4 where id = $3 and ${OWNED}`;
const STATE = `update post_containers set state = $4 where id = $3 and ${OWNED}`;
const ABANDON = `
  update post_containers set state = 'abandoned'
  where post_id = $1 and state in ('asked', 'in_progress', 'finished') and ${OWNED}`;
const SENDING = `
  update post_containers set first_sent_at = coalesce(first_sent_at, now()), idle_since = null, reads = 0
  where id = $3 and ${OWNED}`;
/** $4 whether it was read as unpublished, $5 and $6 seconds. */
const SEEN = `
  update post_containers c set reads = c.reads + 1,
    idle_since = case when $4::boolean then coalesce(c.idle_since, now()) else null end
  from posts p where c.id = $3 and p.id = $1 and p.lease_token = $2
  returning c.first_sent_at as "firstSentAt", c.reads,
    extract(epoch from now() - p.publish_sent_at)::float8 as "sentFor",
    greatest(0, extract(epoch from greatest(p.publish_sent_at + $5 * interval '1 second',
      c.idle_since + $6 * interval '1 second') - now()))::float8 as "secondsToResend"`;

const GRACE_S = 120;
const APART_S = 60;

/** The containers of posts: what Instagram prepares before it publishes. */
@Injectable()
export class ContainerRows {
  constructor(
    private readonly database: Database,
    private readonly pace: Pace,
  ) {}

  living(postId: string): Promise<ContainerRow[]> {
    return this.database.query<ContainerRow[]>(READ, [postId]);
  }

  /** Before it is asked for. The answer may be lost: the container expires then, and nothing knows it. */
  async ask(post: LeasedPost, role: 'main' | 'item', position: number | null, sha256: string): Promise<string> {
    const id = newId();
    await this.write(post, ASK, [id, role, position, sha256]);
    return id;
  }

  made(post: LeasedPost, id: string, containerId: string): Promise<void> {
    return this.write(post, MADE, [id, containerId]);
  }

  seen(post: LeasedPost, id: string, status: ContainerStatus): Promise<void> {
    return this.write(post, STATE, [id, status.toLowerCase()]);
  }

  /** Of the whole post: nothing of it is published any more. */
  async abandon({ postId, leaseToken }: LeasedPost): Promise<void> {
    await this.database.query(ABANDON, [postId, leaseToken]);
  }

  /** In the transaction that marks the post as sent. */
  async sending(manager: EntityManager, { postId, leaseToken }: LeasedPost, id: string): Promise<void> {
    const [, changed] = await manager.query<[unknown, number]>(SENDING, [postId, leaseToken, id]);
    if (changed !== 1) throw new LeaseLostError(postId);
  }

  /** The last container that was sent, also when it has ended. */
  async lastSent(postId: string): Promise<(ContainerRow & { state: string }) | undefined> {
    return (await this.database.query<(ContainerRow & { state: string })[]>(LAST_SENT, [postId]))[0];
  }

  /** After a reading. @param isIdle whether it says that nothing was published yet */
  async read({ postId, leaseToken }: LeasedPost, id: string, isIdle: boolean): Promise<SentFacts> {
    const times = [this.pace.seconds(GRACE_S), this.pace.seconds(APART_S)];
    const [[facts]] = await this.database.query<[SentFacts[], number]>(SEEN, [
      postId,
      leaseToken,
      id,
      isIdle,
      ...times,
    ]);
    if (!facts) throw new LeaseLostError(postId);
    const second = this.pace.seconds(1);
    return { ...facts, sentFor: facts.sentFor / second, secondsToResend: facts.secondsToResend / second };
  }

  private async write({ postId, leaseToken }: LeasedPost, sql: string, more: readonly unknown[]): Promise<void> {
    const answer = await this.database.query<unknown>(`${sql} returning 1`, [postId, leaseToken, ...more]);
    const rows = (Array.isArray(answer) && Array.isArray(answer[0]) ? answer[0] : answer) as unknown[];
    if (rows.length !== 1) throw new LeaseLostError(postId);
  }
}
