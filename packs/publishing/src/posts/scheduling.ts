import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { DomainError } from '@trellis/kernel';
import { publishingProblems } from '../publishing.problems.ts';
import { freezingProblems } from './freezing-problems.ts';
import { PostRows } from './post-rows.ts';
import { Preflight } from './preflight.ts';
import { PostEntity } from './post.entity.ts';
import type { PostProblem } from '../problems/post-problem.ts';

/** Checks a post, and freezes what it shows. */
@Injectable()
export class Scheduling {
  constructor(
    private readonly preflight: Preflight,
    private readonly rows: PostRows,
  ) {}

  /** Before the transaction that freezes. @param more photos that the post is to have */
  prove(id: string, more?: readonly string[]): Promise<void> {
    return this.preflight.prove(id, more);
  }

  /** Holds the photos, and returns the hash of what is sent. @throws DomainError, the first refusal with a code of its own */
  async freeze(manager: EntityManager, post: PostEntity, { force }: { force: boolean }): Promise<string> {
    // What is checked does not change until it is held.
    await this.rows.lockPhotos(manager, post.id);
    const { problems } = await this.preflight.check(manager, post);
    requireNone(problems.filter(({ code }) => !force || code !== 'duplicate_caption'));
    return this.rows.hold(manager, post, post.allowRepost);
  }

  /** After a change of a scheduled post. The repetition that was allowed at scheduling stays allowed. */
  async freezeAgain(manager: EntityManager, id: string): Promise<void> {
    const post = await manager.findOneByOrFail(PostEntity, { id });
    const contentSha256 = await this.freeze(manager, post, { force: post.force });
    await manager.update(PostEntity, { id }, { contentSha256, checkedAt: null });
  }
}

function requireNone(problems: readonly PostProblem[]): void {
  for (const own of freezingProblems) {
    const found = problems.find(({ code }) => code === own.code);
    if (!found) continue;
    const where = found.position === undefined ? '' : `Photo ${found.position + 1}: `;
    throw new DomainError(own, `${where}${found.detail}`, {}, { problems });
  }
  if (problems.length > 0)
    throw new DomainError(
      publishingProblems.preflight_failed,
      problems.map(({ detail }) => detail).join(' '),
      {},
      { problems },
    );
}
