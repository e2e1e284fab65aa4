import type { PublishAccountEntity } from '../accounts/account.entity.ts';
import type { ShownPhoto } from './shown-photo.ts';
import type { PostProblem } from '../problems/post-problem.ts';

/** What became of one attempt to publish. */
export type PublishOutcome =
  | { outcome: 'published'; at: Date; mediaId: string | null; permalink: string | null }
  /** It may have been published: only a reading decides. */
  | { outcome: 'unknown'; detail: string }
  /** Proven unpublished: tried again later. */
  | { outcome: 'later'; after: Date; code: string; detail: string }
  /** Proven unpublished, and no repetition helps. */
  | { outcome: 'failed'; code: string; detail: string; position?: number };

/** A post that a worker publishes, under its lease. */
export interface LeasedPost {
  postId: string;
  accountId: string;
  leaseToken: string;
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

  /**
   * @param sending commits that the post is about to be sent; awaited right before the request that publishes it
   * @throws Error when nothing is known of the outcome; the post is `unknown` then
   */
  abstract publish(post: LeasedPost, sending: () => Promise<void>): Promise<PublishOutcome>;
}
