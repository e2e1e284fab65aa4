import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager, QueryDeepPartialEntity } from 'typeorm';
import { ClusteringFacade } from '@trellis/clustering';
import { edited, insertSql, recordAudit } from '@trellis/database';
import { acting, commonProblems, DomainError, newId, notFound } from '@trellis/kernel';
import { PhotosForPosts, type Publication } from '@trellis/photos';
import { PublishAccountEntity } from '../accounts/account.entity.ts';
import { publishingProblems } from '../publishing.problems.ts';
import { PostPhotoEntity } from './post-photo.entity.ts';
import { PostEntity } from './post.entity.ts';
import { mayDo, personActs, type PersonAct } from './post-state.ts';

/** Values, or SQL for them. */
export type PostColumns = QueryDeepPartialEntity<PostEntity>;

/** What happened, for the post's events and the audit log. */
export interface PostAct {
  kind: string;
  data?: Record<string, unknown>;
}

/** The photos of a post in their order. */
export const photosOf = (manager: EntityManager, postId: string): Promise<PostPhotoEntity[]> =>
  manager.find(PostPhotoEntity, { where: { postId }, order: { position: 'ASC' } });

const idsOf = (photos: readonly PostPhotoEntity[]): string[] => photos.flatMap(({ photoId }) => photoId ?? []);

/** The rows of a post, changed together with its events, its audit entries and the holds on its photos. */
@Injectable()
export class PostRows {
  constructor(
    private readonly photos: PhotosForPosts,
    private readonly clustering: ClusteringFacade,
  ) {}

  /** Locks the post until the transaction ends; with the links of its photos and its account first when `withAccount`. @throws DomainError post_not_found */
  async lock(manager: EntityManager, id: string, { withAccount = false } = {}): Promise<PostEntity> {
    const seen = await manager.findOneBy(PostEntity, { id });
    if (!seen) throw notFound(publishingProblems.post_not_found);
    if (withAccount) {
      await this.clustering.lockLinks(manager, idsOf(await photosOf(manager, id)));
      await this.lockAccount(manager, seen.accountId);
    }
    const post = await manager.findOne(PostEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!post) throw notFound(publishingProblems.post_not_found);
    return post;
  }

  async lockAccount(manager: EntityManager, id: string): Promise<void> {
    await manager.findOne(PublishAccountEntity, { where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  /** @throws DomainError illegal_transition */
  requireMay({ state }: Pick<PostEntity, 'state'>, act: PersonAct): void {
    if (mayDo(state, act)) return;
    const needed = personActs[act].from.join(' or ');
    throw new DomainError(
      commonProblems.illegal_transition,
      `The post is ${state}. To ${act} it, it must be ${needed}.`,
    );
  }

  /** Writes columns, an event and an audit entry. */
  async change(manager: EntityManager, id: string, columns: PostColumns, act: PostAct): Promise<void> {
    await manager.update(PostEntity, { id }, { ...columns, ...(acting() && edited()) });
    await this.record(manager, id, act);
  }

  /** Writes columns and an event that is evidence, not an act. */
  async note(manager: EntityManager, id: string, columns: PostColumns, act: PostAct): Promise<void> {
    await manager.update(PostEntity, { id }, columns);
    await this.event(manager, id, act);
  }

  async record(manager: EntityManager, postId: string, { kind, data = {} }: PostAct): Promise<void> {
    await this.event(manager, postId, { kind, data });
    await this.audit(manager, postId, { kind, data });
  }

  private async event(manager: EntityManager, postId: string, { kind, data = {} }: PostAct): Promise<void> {
    const values: unknown[] = [];
    const row = { id: newId(), postId, kind, actor: acting()?.actor ?? 'worker', data };
    await manager.query(insertSql('post_events', [row], values), values);
  }

  async audit(manager: EntityManager, subjectId: string, { kind, data = {} }: PostAct): Promise<void> {
    await recordAudit(manager, { action: `post.${kind}`, subjectType: 'post', subjectId, data });
  }

  /** Locks every photo until the transaction ends. */
  async lockPhotos(manager: EntityManager, postId: string): Promise<void> {
    await this.photos.lock(manager, idsOf(await photosOf(manager, postId)));
  }

  /**
   * Holds every photo, and returns the hash of what is frozen.
   * @throws DomainError photo_not_found, photo_held, photo_posted
   */
  async hold(manager: EntityManager, post: PostEntity, mayRepeat: boolean): Promise<string> {
    const photos = await photosOf(manager, post.id);
    await this.photos.hold(manager, { postId: post.id, photoIds: idsOf(photos), mayRepeat });
    await manager.update(PostPhotoEntity, { postId: post.id }, { holds: true });
    return contentHash(post, photos);
  }

  /** Releases every photo, and what waited for them is done. */
  async release(manager: EntityManager, postId: string): Promise<void> {
    const ids = idsOf(await photosOf(manager, postId));
    await manager.update(PostPhotoEntity, { postId }, { holds: false });
    await this.releasePhotos(manager, postId, ids);
  }

  async releasePhotos(manager: EntityManager, postId: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await this.photos.release(manager, postId, ids);
    await this.clustering.lookAgain(manager, ids);
  }

  /** The photos are posted, and no longer held. */
  async publish(manager: EntityManager, publication: Publication): Promise<void> {
    const { postId } = publication;
    const ids = idsOf(await photosOf(manager, postId));
    await manager.update(PostPhotoEntity, { postId }, { holds: false });
    await this.photos.publish(manager, ids, publication);
    await this.clustering.lookAgain(manager, ids);
  }
}

/** SHA-256 of what the post itself shows; the persona's disclosure is added when it is sent. */
function contentHash(post: PostEntity, photos: readonly PostPhotoEntity[]): string {
  const { caption, hashtags, isAiGenerated } = post;
  const shown = photos.map(({ photoId, altText }) => [photoId, altText]);
  return createHash('sha256')
    .update(JSON.stringify([shown, caption, hashtags, isAiGenerated]))
    .digest('hex');
}
