import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ContentPolicy, DomainError, unknownReference, ValidationFailedError, type PolicedText } from '@trellis/kernel';
import { personaProblems } from '@trellis/personas';
import { photoProblems, PhotosForPosts, type PostablePhoto } from '@trellis/photos';
import { ContentPillarsFacade, pillarProblems } from '@trellis/content-pillars';
import { tagsOf } from '../captions/tags-of.ts';
import { publishingProblems } from '../publishing.problems.ts';
import { PostPhotoEntity } from './post-photo.entity.ts';
import { PostEntity } from './post.entity.ts';
import { photosOf } from './post-rows.ts';

const MOST_PHOTOS = 10;

/** What a post shows. Absent fields do not change. */
export interface ContentChanges {
  /** In the order of the post. */
  photoIds?: readonly string[];
  /** One for each photo; null: that of the photo. */
  altTexts?: readonly (string | null)[];
  caption?: string;
  /** With or without `#`. */
  hashtags?: readonly string[];
  pillarId?: string | null;
  aiGenerated?: boolean;
}

/** Writes what a post shows: its photos without holds, and its texts. */
@Injectable()
export class PostContent {
  constructor(
    private readonly photos: PhotosForPosts,
    private readonly pillars: ContentPillarsFacade,
    private readonly policy: ContentPolicy,
  ) {}

  /**
   * Returns the ids of photos that the post has no longer.
   * @throws DomainError carousel_size, photo_not_found, pillar_not_found, persona_mismatch, policy_blocked;
   *   ValidationFailedError
   */
  async write(
    manager: EntityManager,
    { id, personaId }: Pick<PostEntity, 'id' | 'personaId'>,
    { photoIds, altTexts, caption, hashtags, pillarId, aiGenerated }: ContentChanges,
  ): Promise<string[]> {
    await this.policy.requireAllowed(personaId, policedTexts({ caption, hashtags, altTexts }), manager);
    const columns: Partial<PostEntity> = {};
    if (caption !== undefined) columns.caption = caption;
    if (hashtags) columns.hashtags = tagsOf(hashtags);
    if (pillarId !== undefined) columns.pillarId = await this.pillarOf(personaId, pillarId);
    if (aiGenerated !== undefined) columns.isAiGenerated = aiGenerated;
    const before = await photosOf(manager, id);
    const ids = photoIds ?? before.map(({ photoId }) => photoId);
    const facts = photoIds && (await this.required(manager, personaId, photoIds));
    const first = facts?.[0];
    if (first) columns.clusterId = first.clusterId;
    // A disclosure is raised by a picture, and lowered by a person only.
    if (facts?.some((photo) => photo.aiGenerated) && aiGenerated === undefined) columns.isAiGenerated = true;
    if (facts && before.length > 0) columns.allowRepost = false;
    if (altTexts && altTexts.length !== ids.length) throw invalid('altTexts', 'must have one text for each photo');
    if (Object.keys(columns).length > 0) await manager.update(PostEntity, { id }, columns);
    if (facts) await this.replace(manager, id, facts, altTexts ?? textsOf(before, facts));
    else if (altTexts) await this.describe(manager, before, altTexts);
    return facts ? before.flatMap(({ photoId }) => (photoId && !photoIds.includes(photoId) ? photoId : [])) : [];
  }

  private async replace(
    manager: EntityManager,
    postId: string,
    photos: readonly PostablePhoto[],
    altTexts: readonly (string | null)[] = [],
  ): Promise<void> {
    await manager.delete(PostPhotoEntity, { postId });
    const rows = photos.map(({ id, altText }, position) => ({
      postId,
      position,
      photoId: id,
      altText: altTexts[position] ?? altText,
    }));
    await manager.insert(PostPhotoEntity, rows);
  }

  private async describe(
    manager: EntityManager,
    photos: readonly PostPhotoEntity[],
    altTexts: readonly (string | null)[],
  ): Promise<void> {
    const facts = await this.photos.facts(
      manager,
      photos.flatMap(({ photoId }) => photoId ?? []),
    );
    for (const [n, { postId, position, photoId }] of photos.entries()) {
      const altText = altTexts[n] ?? facts.get(photoId ?? '')?.altText ?? null;
      await manager.update(PostPhotoEntity, { postId, position }, { altText });
    }
  }

  /** The photos in their order. */
  private async required(
    manager: EntityManager,
    personaId: string,
    photoIds: readonly string[],
  ): Promise<PostablePhoto[]> {
    const { length } = photoIds;
    if (length < 1 || length > MOST_PHOTOS)
      throw new DomainError(
        publishingProblems.carousel_size,
        `The post has ${length} pictures. It needs one to ${MOST_PHOTOS}.`,
      );
    if (new Set(photoIds).size < length) throw invalid('photoIds', 'must not have a photo twice');
    const facts = await this.photos.facts(manager, photoIds);
    return photoIds.map((photoId, n) => {
      const photo = facts.get(photoId);
      if (!photo) throw unknownReference(photoProblems.photo_not_found, `photoIds.${n}`);
      if (photo.personaId !== personaId)
        throw new DomainError(personaProblems.persona_mismatch, `photoIds.${n} is a photo of another persona.`);
      return photo;
    });
  }

  private async pillarOf(personaId: string, pillarId: string | null): Promise<string | null> {
    if (pillarId === null) return null;
    const [pillar] = await this.pillars.findMany([pillarId]);
    if (!pillar) throw unknownReference(pillarProblems.pillar_not_found, 'pillarId');
    if (pillar.personaId !== personaId)
      throw new DomainError(personaProblems.persona_mismatch, 'pillarId is a pillar of another persona.');
    return pillar.id;
  }
}

const policedTexts = ({ caption = '', hashtags = [], altTexts = [] }: ContentChanges): PolicedText[] => [
  { field: 'caption', text: caption },
  { field: 'hashtags', text: hashtags.join(' ') },
  ...altTexts.map((text, n) => ({ field: `altTexts.${n}`, text: text ?? '' })),
];

/** Texts that were written for photos that stay. */
const textsOf = (before: readonly PostPhotoEntity[], photos: readonly PostablePhoto[]): (string | null)[] =>
  photos.map(({ id }) => before.find(({ photoId }) => photoId === id)?.altText ?? null);

const invalid = (path: string, message: string) => new ValidationFailedError([{ path, message }]);
