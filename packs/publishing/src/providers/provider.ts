import type { PublishAccountEntity } from '../accounts/account.entity.ts';
import type { PostProblem } from '../problems/post-problem.ts';
import type { EntityManager } from 'typeorm';
import type { PostablePhoto } from '@trellis/photos';
import type { ShownPhoto } from './shown-photo.ts';

/** Keeps the account from publishing, in the transaction that writes the outcome. */
export interface AccountPause {
  reason: 'needs_login' | 'token_unreadable' | 'rate_limited' | 'blocked';
  /** Seconds until it ends by itself; null: a person ends it. */
  seconds: number | null;
}

/** What became of one attempt to publish. Times are seconds from now, by the database's clock. */
export type PublishOutcome =
  | { outcome: 'published'; at: Date; mediaId: string | null; permalink: string | null }
  /** It may have been published: only a reading decides, after so many seconds; null: a person does. */
  | { outcome: 'unknown'; detail: string; code?: string; seconds?: number | null; pause?: AccountPause }
  /** Proven unpublished: tried again later. Not counted among the tries unless it says so. */
  | { outcome: 'later'; seconds: number; code: string; detail: string; isTry?: boolean; pause?: AccountPause }
  /** Proven unpublished, and no repetition helps. */
  | { outcome: 'failed'; code: string; detail: string; position?: number };

/** A post that a worker publishes, under its lease. */
export interface LeasedPost {
  postId: string;
  accountId: string;
  leaseToken: string;
  /** By the database's clock. */
  takenAt: Date;
}

/** What a provider asks of the post's rows. Each throws LeaseLostError when another process has the post. */
export interface PublishActs {
  /**
   * Commits that the post is about to be sent; awaited right before the request that publishes it.
   * @param also what is written in the same transaction
   * @throws AccountPausedError
   */
  sending(also?: (manager: EntityManager) => Promise<void>): Promise<void>;
  /**
   * An unknown post is being published again. False: its account is paused, or publishes another post.
   * @param evenPaused for what sends nothing
   */
  resume(options?: { evenPaused?: boolean }): Promise<boolean>;
}

/**
 * The port to where posts appear. A provider that publishes by itself is called under a lease, maybe again after a
 * crash, and must never publish one post twice.
 */
export abstract class Provider {
  /** Whether a worker publishes, or a person does. */
  abstract readonly publishes: boolean;

  /** What keeps an account from publishing, as its provider says. */
  abstract check(account: PublishAccountEntity): Promise<PostProblem[]>;

  /** What of the pictures the provider would refuse. */
  abstract problemsOf(photos: readonly ShownPhoto[]): Promise<PostProblem[]>;

  /** @throws Error when nothing is known of the outcome; the post is `unknown` then */
  abstract publish(post: LeasedPost, acts: PublishActs): Promise<PublishOutcome>;

  /** Looks what became of a post whose outcome is unknown. */
  abstract read(post: LeasedPost, acts: PublishActs): Promise<PublishOutcome>;

  /** Where people see a published post; null when that is not known. */
  permalinkOf(_account: PublishAccountEntity, _mediaId: string): Promise<string | null> {
    return Promise.resolve(null);
  }

  /** What the account has published last. */
  media(_account: PublishAccountEntity): Promise<object[]> {
    return Promise.resolve([]);
  }

  /** Whether the pictures can be fetched, looked at before anything is locked. */
  prove(_photos: readonly PostablePhoto[]): Promise<void> {
    return Promise.resolve();
  }
}
