import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { unknownReference } from '@trellis/kernel';
import { ObjectStores } from '@trellis/storage';
import { PhotoHeldError, PhotoPostedError } from '../photo.errors.ts';
import { photoProblems } from '../photo.problems.ts';
import type { PublicProblem } from '../public/public-problem.ts';
import type { ReadinessReason, ReadinessState } from '../renditions/readiness.ts';

interface Locked {
  id: string;
  heldBy: string | null;
  postedAt: Date | null;
}

/** Where and when a post was published. */
export interface Publication {
  postId: string;
  postedAt: Date;
  provider: string;
  providerPostId: string | null;
}

const LOCK = `
  select id, held_by as "heldBy", posted_at as "postedAt" from photos where id = any($1) order by id for no key update`;
const RELEASE = `update photos set held_by = null where id = any($1) and held_by = $2`;
const PUBLISH = `
  update photos set held_by = nullif(held_by, $2), posted_by = $2, posted_at = $3, provider = $4, provider_post_id = $5
  where id = any($1)`;

/** What a post needs to know of a photo. */
export interface PostablePhoto {
  id: string;
  personaId: string;
  clusterId: string | null;
  readiness: ReadinessState;
  reasons: ReadinessReason[];
  altText: string | null;
  aiGenerated: boolean;
  heldBy: string | null;
  postedAt: Date | null;
  publicVerifiedAt: Date | null;
  publicProblem: PublicProblem | null;
  /** What its run asked for. */
  prompt: string | null;
  /** Of the JPEG; null until it is ready. */
  url: string | null;
  /** Pixels of the JPEG. */
  width: number | null;
  height: number | null;
}

const FACTS = `
  select p.id, p.persona_id as "personaId", p.cluster_id as "clusterId", p.readiness, p.readiness_reasons as reasons,
    p.alt_text as "altText", p.ai_generated as "aiGenerated", p.held_by as "heldBy", p.posted_at as "postedAt",
    p.public_verified_at as "publicVerifiedAt", p.public_problem as "publicProblem", p.prompt, o.key, o.width, o.height
  from photos p left join photo_objects o on o.photo_id = p.id and o.kind = 'instagram' and p.readiness = 'ready'
  where p.id = any($1)`;

/**
 * Photos for posts: what they are, which post holds them, and which has published them. Holds are written in the
 * caller's transaction, the photos locked in the order of their ids.
 */
@Injectable()
export class PhotosForPosts {
  constructor(private readonly stores: ObjectStores) {}

  /** By id; missing photos are left out. */
  async facts(manager: EntityManager, photoIds: readonly string[]): Promise<Map<string, PostablePhoto>> {
    const rows = await manager.query<(PostablePhoto & { key: string | null })[]>(FACTS, [photoIds]);
    return new Map(
      rows.map(({ key, ...photo }) => [photo.id, { ...photo, url: key === null ? null : this.stores.publicUrl(key) }]),
    );
  }

  /** Until the transaction ends. */
  async lock(manager: EntityManager, photoIds: readonly string[]): Promise<void> {
    await manager.query(LOCK, [photoIds]);
  }

  /**
   * A photo that the post holds already stays held.
   * @throws DomainError photo_not_found (422), photo_held, photo_posted unless it may be posted again
   */
  async hold(
    manager: EntityManager,
    { postId, photoIds, mayRepeat }: { postId: string; photoIds: readonly string[]; mayRepeat: boolean },
  ): Promise<void> {
    const photos = await manager.query<Locked[]>(LOCK, [photoIds]);
    if (photos.length < photoIds.length) throw unknownReference(photoProblems.photo_not_found, 'photoIds');
    for (const { heldBy, postedAt } of photos) {
      if (heldBy && heldBy !== postId) throw new PhotoHeldError(heldBy);
      if (postedAt && !mayRepeat) throw new PhotoPostedError();
    }
    await manager.query(`update photos set held_by = $2 where id = any($1) and held_by is null`, [photoIds, postId]);
  }

  /** Photos that the post does not hold stay as they are. */
  async release(manager: EntityManager, postId: string, photoIds: readonly string[]): Promise<void> {
    await this.lock(manager, photoIds);
    await manager.query(RELEASE, [photoIds, postId]);
  }

  /** Releases photos as posted. */
  async publish(manager: EntityManager, photoIds: readonly string[], publication: Publication): Promise<void> {
    const { postId, postedAt, provider, providerPostId } = publication;
    await this.lock(manager, photoIds);
    await manager.query(PUBLISH, [photoIds, postId, postedAt, provider, providerPostId]);
  }
}
